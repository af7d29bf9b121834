-- row: orders of the order book of one day and seller: how many, what became of those old enough to judge, and contacts that name them
-- parameters: $kept_until
-- tables: order_rows, contact_rows
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
        count(*) as contacts
    from contact_rows
    where order_key is not null
    group by order_key
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
    sum(coalesce(n.contacts, 0)) as contacts
from order_rows as o
inner join books as b on o.order_key = b.order_key and o.feed = b.feed
left join named as n on o.order_key = n.order_key
where o.seller is not null
group by o.day, o.seller
