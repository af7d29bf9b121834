-- row: one product of one shipment of a marketplace, as its latest export states it, and what became of it: bought, cancelled, returned or open
-- parameters: none
-- tables: marketplace_orders
with keyed as (
    select
        *,
        upperUTF8(trim(coalesce(posting_id, order_id))) as posting_key
    from marketplace_orders
),

latest as (
    select
        marketplace,
        posting_key,
        max(recency) as recency
    from keyed
    group by marketplace, posting_key
),

stated as (
    -- What belongs to the whole shipment may stand on one line only.
    select
        o.feed,
        o.marketplace,
        o.order_id,
        o.posting_key,
        o.line,
        o.product,
        o.seller_sku,
        o.quantity,
        o.price,
        max(o.day) over posting as day,
        max(o.moment) over posting as moment,
        case when min(o.status) over posting = max(o.status) over posting then max(o.status) over posting end
            as posting_status,
        o.status,
        max(o.cancelled_at) over posting as cancelled_at,
        max(o.returned_at) over posting as returned_at,
        max(o.delivered_at) over posting as delivered_at,
        max(o.promised_at) over posting as promised_at,
        max(o.posting_total) over posting as posting_total,
        max(o.location) over posting as location,
        max(o.reason) over posting as reason,
        count(*) over posting as lines
    from keyed as o
    inner join latest as l
        on
            o.marketplace = l.marketplace
            and o.posting_key = l.posting_key
            and o.recency = l.recency
    window posting as (partition by o.marketplace, o.posting_key)
)

select
    feed,
    marketplace,
    order_id,
    posting_key,
    line,
    day,
    moment,
    product,
    seller_sku,
    location,
    reason,
    promised_at,
    delivered_at,
    quantity as pieces,
    cast(coalesce(price * quantity, case when lines = 1 then posting_total end) as decimal(18, 2)) as money,
    case
        when coalesce(status, posting_status) = 'returned' or returned_at is not null then 'returned'
        when coalesce(status, posting_status) = 'cancelled' or cancelled_at is not null then 'cancelled'
        when coalesce(status, posting_status) = 'delivered' then 'bought'
        when coalesce(status, posting_status) is null and delivered_at is not null then 'bought'
        else 'open'
    end as fate
from stated
where coalesce(status, posting_status, '') <> 'test'
