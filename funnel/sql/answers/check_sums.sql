-- row: the same totals counted along different ways through the facts; one row
-- parameters: none
-- tables: sessions, cells, daily_cells, ad_cells, purchases, order_links, step_events
select
    (select count(*) from sessions) as sessions,
    (select coalesce(sum(sessions), 0) from cells) as sessions_in_cells,
    (select count(*) from (select distinct feed, visit from step_events) as v) as visits_in_steps,
    (select coalesce(sum(orders), 0) from purchases) as purchases,
    (select coalesce(sum(orders), 0) from cells) as orders_in_cells,
    (select coalesce(sum(revenue), 0) from purchases) as revenue,
    (select coalesce(sum(revenue), 0) from cells) as revenue_in_cells,
    (select count(*) from order_links) as links,
    (select count(*) from (select distinct feed, order_id from order_links) as l) as linked_orders,
    (select coalesce(sum(kept_orders), 0) from cells) as kept_orders,
    (select coalesce(sum(paid_orders), 0) from cells) as paid_orders,
    (select coalesce(sum(matched_orders), 0) from cells) as matched_orders,
    (select count(*) from daily_cells where day < day_to)
    + (select count(*) from ad_cells where day < day_to) as longer_reports
