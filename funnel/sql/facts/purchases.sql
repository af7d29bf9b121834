-- row: one order as a traffic source saw it (`orders` of them where a visit names none); shown again, it counts once, at its first moment
-- parameters: none
-- tables: visit_events, session_rows, session_orders
with listed as (
    -- Orders listed without values leave only the value of the visit: its first order carries it, so that sums hold.
    select
        import_id,
        record,
        min(order_id) as first_order,
        count(revenue) as valued
    from session_orders
    group by import_id, record
),

seen as (
    select distinct
        feed,
        visit,
        nullif(upper(replace(trim(order_id), '#', '')), '') as order_id,
        moment,
        day,
        product,
        quantity,
        price,
        revenue,
        1 as orders
    from visit_events
    where event = 'purchase'
    union all
    select distinct
        s.feed as feed,
        s.visit as visit,
        nullif(upper(replace(trim(o.order_id), '#', '')), '') as order_id,
        s.moment as moment,
        s.day as day,
        cast(null as varchar(200)) as product,
        cast(null as integer) as quantity,
        cast(null as decimal(18, 2)) as price,
        coalesce(o.revenue, case when l.valued = 0 and o.order_id = l.first_order then s.revenue end) as revenue,
        1 as orders
    from session_rows as s
    inner join session_orders as o on s.import_id = o.import_id and s.record = o.record
    inner join listed as l on o.import_id = l.import_id and o.record = l.record
    union all
    select distinct
        s.feed,
        s.visit,
        cast(null as varchar(200)) as order_id,
        s.moment,
        s.day,
        cast(null as varchar(200)) as product,
        cast(null as integer) as quantity,
        cast(null as decimal(18, 2)) as price,
        s.revenue,
        case when s.orders > 1 then s.orders else 1 end as orders
    from session_rows as s
    left join session_orders as o on s.import_id = o.import_id and s.record = o.record
    where o.record is null and (s.purchase > 0 or s.orders > 0)
),

first_shown as (
    select
        feed,
        order_id,
        min(moment) as moment
    from seen
    where order_id is not null
    group by feed, order_id
),

first_visit as (
    select
        s.feed,
        s.order_id,
        s.moment,
        min(s.visit) as visit
    from seen as s
    inner join first_shown as f on s.feed = f.feed and s.order_id = f.order_id and s.moment = f.moment
    group by s.feed, s.order_id, s.moment
)

select
    s.feed,
    s.visit,
    s.order_id,
    s.moment,
    min(s.day) as day,
    max(s.orders) as orders,
    coalesce(max(s.revenue), cast(sum(s.price * coalesce(s.quantity, 1)) as decimal(18, 2))) as revenue
from seen as s
inner join first_visit as f on s.feed = f.feed and s.order_id = f.order_id and s.moment = f.moment and s.visit = f.visit
group by s.feed, s.visit, s.order_id, s.moment
union all
select
    s.feed,
    s.visit,
    cast(null as varchar(200)) as order_id,
    s.moment,
    min(s.day) as day,
    max(s.orders) as orders,
    coalesce(max(s.revenue), cast(sum(s.price * coalesce(s.quantity, 1)) as decimal(18, 2))) as revenue
from seen as s
where s.order_id is null
group by s.feed, s.visit, s.moment
