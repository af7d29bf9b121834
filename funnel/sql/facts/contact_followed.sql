-- row: one contact that can be set against orders: whether one followed within 7 days, null while they are not over; money counts with the last contact before the order
-- parameters: none
-- tables: contact_rows, contact_visits, sessions, purchases, order_links, order_rows
with bought as (
    select
        p.feed as feed,
        coalesce(s.visitor_key, s.visit) as who,
        p.moment as moment,
        coalesce(p.order_id, p.visit) as order_name,
        coalesce(o.total, p.revenue) as money
    from purchases as p
    inner join sessions as s on p.feed = s.feed and p.visit = s.visit
    left join order_links as l on p.feed = l.feed and p.visit = l.visit and p.order_id = l.order_id
    left join order_rows as o on l.book_feed = o.feed and l.book_order_id = o.order_id
),

sharing_customers as (
    select distinct c.feed
    from contact_rows as c
    inner join order_rows as o on c.customer_key = o.customer_key
),

linked as (
    select c.feed, c.contact_id, c.moment
    from contact_rows as c
    inner join contact_visits as v on c.feed = v.contact_feed and c.contact_id = v.contact_id
    union
    select c.feed, c.contact_id, c.moment
    from contact_rows as c
    inner join sharing_customers as k on c.feed = k.feed
    where c.customer_key is not null
),

candidates as (
    select
        v.contact_feed as feed,
        v.contact_id as contact_id,
        v.moment as moment,
        b.moment as ordered_at,
        b.order_name as order_name,
        b.money as money
    from contact_visits as v
    inner join sessions as s on v.feed = s.feed and v.visit = s.visit
    inner join bought as b
        on
            s.feed = b.feed
            and coalesce(s.visitor_key, s.visit) = b.who
            and b.moment >= v.moment
            and b.moment < v.moment + interval '7' day
    union all
    select
        c.feed,
        c.contact_id,
        c.moment,
        o.moment as ordered_at,
        coalesce(o.order_key, o.order_id) as order_name,
        o.total as money
    from contact_rows as c
    inner join order_rows as o
        on
            c.customer_key = o.customer_key
            and o.moment >= c.moment
            and o.moment < c.moment + interval '7' day
),

firsts as (
    select
        feed,
        contact_id,
        moment,
        order_name,
        money,
        row_number() over (partition by feed, contact_id order by ordered_at, order_name, money nulls last) as place
    from candidates
),

once as (
    select
        feed,
        contact_id,
        money,
        row_number() over (partition by order_name order by moment desc, feed, contact_id) as place
    from firsts
    where place = 1
),

newest as (
    select max(moment) as moment
    from (
        select moment from purchases
        union all
        select moment from order_rows
    ) as ordered
)

select
    l.feed as feed,
    l.contact_id as contact_id,
    case
        when l.moment > n.moment - interval '7' day then null
        when o.contact_id is null then 0
        else 1
    end as followed,
    case when l.moment <= n.moment - interval '7' day and o.place = 1 then o.money end as money
from linked as l
cross join newest as n
left join once as o on l.feed = o.feed and l.contact_id = o.contact_id
where n.moment is not null
