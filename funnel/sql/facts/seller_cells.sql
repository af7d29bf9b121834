-- row: orders of the order book of one day and seller: how many, what became of those old enough to judge, contacts that name them, and the rating of what was ordered
-- parameters: $kept_until
-- tables: order_rows, contact_rows, product_levels
with books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    group by order_key
),

named as (
    select
        order_key,
        count(*) as contacts,
        sum(case when satisfaction is not null then 1 else 0 end) as rated,
        sum(case when satisfaction in ('bad', '1', '2') then 1 else 0 end) as bad
    from contact_rows
    where order_key is not null
    group by order_key
),

newest as (
    select
        product,
        max(day) as day
    from product_levels
    where rating is not null
    group by product
),

starred as (
    select
        l.product,
        l.rating
    from product_levels as l
    inner join newest as w on l.product = w.product and l.day = w.day
)

select
    o.day as day,
    o.seller as seller,
    count(*) as orders,
    sum(o.total) as money,
    sum(case when o.day <= $kept_until then 1 else 0 end) as judged,
    sum(case when o.day <= $kept_until then o.cancelled else 0 end) as cancelled,
    sum(case when o.day <= $kept_until and o.cancelled = 0 then o.returned else 0 end) as returned,
    sum(
        case
            when o.day > $kept_until then 0
            when o.cancelled = 1 then o.total
            else o.refunded
        end
    ) as lost_money,
    sum(case when o.promised_at is not null and o.delivered_at is not null then 1 else 0 end) as promised,
    sum(case when o.delivered_at > o.promised_at then 1 else 0 end) as late,
    sum(coalesce(n.contacts, 0)) as contacts,
    sum(coalesce(n.rated, 0)) as rated_contacts,
    sum(case when n.bad > 0 then 1 else 0 end) as complaints,
    count(s.rating) as starred,
    sum(s.rating) as stars
from order_rows as o
inner join books as b on o.order_key = b.order_key and o.feed = b.feed
left join named as n on o.order_key = n.order_key
left join starred as s on o.product = s.product
where o.seller is not null
group by o.day, o.seller
