-- row: one order of the order book, as its latest export states it; test orders left out
-- parameters: none
-- tables: order_lines
with keyed as (
    select
        *,
        coalesce(nullif(upperUTF8(replace(trim(order_id), '#', '')), ''), order_id) as order_key
    from order_lines
),

latest as (
    select
        feed,
        order_key,
        max(recency) as recency
    from keyed
    group by feed, order_key
),

stated as (
    select
        o.feed,
        o.order_key,
        min(o.order_id) as order_id,
        min(o.day) as day,
        min(o.moment) as moment,
        max(o.status) as status,
        max(o.paid_at) as paid_at,
        max(o.cancelled_at) as cancelled_at,
        max(o.returned_at) as returned_at,
        max(o.delivered_at) as delivered_at,
        max(o.promised_at) as promised_at,
        max(o.order_total) as order_total,
        cast(sum(o.price * o.quantity - coalesce(o.discount, 0)) as decimal(18, 2)) as lines_total,
        max(o.refunded) as refunded,
        max(o.customer_key) as customer_key,
        max(o.channel) as channel,
        max(o.source) as source,
        max(o.medium) as medium,
        max(o.campaign) as campaign,
        max(o.device) as device,
        max(o.reason) as reason,
        max(o.seller) as seller,
        min(case when o.line = 1 then o.product end) as product,
        count(*) as lines
    from keyed as o
    inner join latest as l on o.feed = l.feed and o.order_key = l.order_key and o.recency = l.recency
    group by o.feed, o.order_key
)

select
    feed,
    order_id,
    order_key,
    day,
    moment,
    status,
    coalesce(order_total, lines_total) as total,
    case
        when status in ('refunded', 'returned') then coalesce(refunded, order_total, lines_total)
        else coalesce(refunded, 0)
    end as refunded,
    case
        when status in ('paid', 'refunded', 'returned', 'partly_refunded', 'delivered') or paid_at is not null then 1
        else 0
    end as paid,
    case when status = 'cancelled' or cancelled_at is not null then 1 else 0 end as cancelled,
    case when status in ('refunded', 'returned') or returned_at is not null then 1 else 0 end as returned,
    cancelled_at,
    returned_at,
    delivered_at,
    promised_at,
    customer_key,
    channel,
    source,
    medium,
    campaign,
    device,
    lowerUTF8(reason) as reason,
    seller,
    product,
    lines
from stated
where coalesce(status, '') <> 'test'
