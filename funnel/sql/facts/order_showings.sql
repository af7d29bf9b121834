-- row: one order and one visit that showed it
-- parameters: none
-- tables: visit_events, session_rows, session_orders
select distinct
    feed,
    visit,
    nullif(upper(replace(trim(order_id), '#', '')), '') as order_id
from visit_events
where event = 'purchase' and nullif(upper(replace(trim(order_id), '#', '')), '') is not null
union
select distinct
    s.feed as feed,
    s.visit as visit,
    nullif(upper(replace(trim(o.order_id), '#', '')), '') as order_id
from session_rows as s
inner join session_orders as o on s.import_id = o.import_id and s.record = o.record
where nullif(upper(replace(trim(o.order_id), '#', '')), '') is not null
