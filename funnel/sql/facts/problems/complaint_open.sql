-- row: one visit that bought, of a customer who had written in the month before: whether the last such contact was still open
-- parameters: $complaint_days
-- tables: bought_orders, contact_rows
with resolving as (
    select distinct feed
    from contact_rows
    where resolved_at is not null
),

before_order as (
    select
        b.feed as feed,
        b.visit as visit,
        b.moment as ordered_at,
        c.resolved_at as resolved_at,
        row_number() over (partition by b.feed, b.visit order by c.moment desc, c.feed, c.contact_id) as place
    from bought_orders as b
    inner join contact_rows as c
        on
            b.customer_key = c.customer_key
            and c.moment <= b.moment - interval ($complaint_days) day
            and c.moment >= b.moment - interval '30' day
    inner join resolving as r on c.feed = r.feed
)

select
    feed,
    visit,
    case when resolved_at <= ordered_at then 0 else 1 end as met
from before_order
where place = 1
