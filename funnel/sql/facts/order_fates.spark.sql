-- row: one order of the order book: what became of it, whether it came when promised, and how often its customer wrote about it
-- parameters: $zone, $kept_until
-- tables: order_rows, product_names, contact_orders, contact_rows
with newest as (
    select
        feed,
        max(moment) as moment
    from order_rows
    group by feed
    having count(delivered_at) > 0
),

written_about as (
    select
        w.book_feed,
        w.order_key,
        count(*) as contacts,
        sum(case when c.satisfaction in ('bad', '1', '2') then 1 else 0 end) as bad
    from contact_orders as w
    inner join contact_rows as c on w.feed = c.feed and w.contact_id = c.contact_id
    group by w.book_feed, w.order_key
),

judged as (
    select
        o.*,
        n.moment as newest,
        cast(from_utc_timestamp(o.promised_at, $zone) as date) as promised_day,
        case
            when o.promised_at is null or n.feed is null then null
            when o.delivered_at <= o.promised_at then 'on_time'
            when o.delivered_at > o.promised_at then 'late'
            when o.cancelled = 1 then null
            when o.promised_at < n.moment then 'late'
        end as arrival
    from order_rows as o
    left join newest as n on o.feed = n.feed
)

select
    o.feed as feed,
    o.order_key as order_key,
    o.day as day,
    coalesce(o.product, 'not_stated') as product,
    p.title as title,
    coalesce(p.category, 'not_stated') as category,
    coalesce(o.reason, 'not_stated') as reason,
    case when o.cancelled = 1 then 'order_cancelled' when o.returned = 1 then 'order_returned' end as fate,
    o.total as total,
    case when o.cancelled = 1 then o.total when o.returned = 1 then o.refunded else 0 end as gone_money,
    case when o.day <= $kept_until then 1 else 0 end as judged,
    case
        when o.promised_at is null or o.day is null then 'not_promised'
        when o.promised_day <= o.day + 2 then 'promised_2_days'
        when o.promised_day <= o.day + 4 then 'promised_4_days'
        when o.promised_day <= o.day + 7 then 'promised_7_days'
        else 'promised_later'
    end as promise,
    o.arrival as arrival,
    case
        when o.arrival = 'late' then
            cast(unix_timestamp(coalesce(o.delivered_at, o.newest)) - unix_timestamp(o.promised_at) as bigint)
    end as late_seconds,
    coalesce(w.contacts, 0) as contacts,
    coalesce(w.bad, 0) as bad
from judged as o
left join product_names as p on o.product = p.product
left join written_about as w on o.feed = w.book_feed and o.order_key = w.order_key
