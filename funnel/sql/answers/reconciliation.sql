-- row: one day and channel: orders as the leading traffic feed saw them, and as the order book holds them
-- parameters: $start, $end
-- tables: purchases, sessions, daily_cells, leading_feeds, order_links, order_rows, channels
with seen as (
    select
        p.day,
        s.channel,
        p.orders,
        p.revenue,
        case when p.order_id is null then p.orders else 0 end as without_id,
        case when l.order_id is null then 0 else 1 end as matched
    from purchases as p
    inner join sessions as s on p.feed = s.feed and p.visit = s.visit
    inner join leading_feeds as f on s.day = f.day and p.feed = f.feed
    left join order_links as l on p.feed = l.feed and p.visit = l.visit and p.order_id = l.order_id
    where p.day between $start and $end
    union all
    select
        d.day,
        d.channel,
        d.purchase as orders,
        d.revenue,
        d.purchase as without_id,
        0 as matched
    from daily_cells as d
    inner join leading_feeds as f on d.day = f.day and d.feed = f.feed
    where d.day = d.day_to and d.purchase is not null and d.day between $start and $end
),

linked as (
    select
        l.book_feed,
        l.book_order_id,
        min(s.channel) as channel
    from order_links as l
    inner join sessions as s on l.feed = s.feed and l.visit = s.visit
    inner join leading_feeds as f on s.day = f.day and l.feed = f.feed
    group by l.book_feed, l.book_order_id
),

books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    group by order_key
),

booked as (
    select
        o.day,
        coalesce(k.channel, c.channel) as channel,
        o.paid,
        o.total,
        case when k.channel is null then 0 else 1 end as matched
    from order_rows as o
    inner join books as b on o.order_key = b.order_key and o.feed = b.feed
    inner join channels as c
        on
            coalesce(o.channel, '') = c.stated
            and coalesce(o.source, '') = c.source
            and coalesce(o.medium, '') = c.medium
            and coalesce(o.campaign, '') = c.campaign
    left join linked as k on o.feed = k.book_feed and o.order_id = k.book_order_id
    where o.day between $start and $end
),

both_sides as (
    select
        day, channel, orders as analytics_orders, revenue as analytics_revenue,
        without_id as analytics_without_id, matched as analytics_matched,
        0 as book_orders, 0 as paid_orders, cast(null as decimal(18, 2)) as paid_revenue, 0 as book_matched
    from seen
    union all
    select
        day, channel, 0 as analytics_orders, cast(null as decimal(18, 2)) as analytics_revenue,
        0 as analytics_without_id, 0 as analytics_matched,
        1 as book_orders, paid as paid_orders, case when paid = 1 then total end as paid_revenue, matched as book_matched
    from booked
)

select
    day,
    channel,
    sum(analytics_orders) as analytics_orders,
    sum(analytics_revenue) as analytics_revenue,
    sum(analytics_without_id) as analytics_without_id,
    sum(analytics_matched) as analytics_matched,
    sum(book_orders) as book_orders,
    sum(paid_orders) as paid_orders,
    sum(paid_revenue) as paid_revenue,
    sum(book_matched) as book_matched
from both_sides
group by day, channel
order by day, channel
