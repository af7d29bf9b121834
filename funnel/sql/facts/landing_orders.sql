-- row: what the orders of landing_cells left, of the few cells with any: by kind (of landing_kinds), day, category, kind of visitor and source
-- parameters: none
-- tables: landing_cells, landing_kinds
select
    k.kind as kind,
    l.day as day,
    l.category as category,
    l.visitor as visitor,
    l.source as source,
    l.buying as buying,
    l.orders as orders,
    l.revenue as revenue,
    l.squared_revenue as squared_revenue,
    l.matched_orders as matched_orders,
    l.kept_orders as kept_orders,
    l.kept_revenue as kept_revenue
from landing_cells as l
inner join landing_kinds as k
    on
        coalesce(l.page, 'not_stated') = k.landing
        and l.channel = k.channel
        and l.campaign = k.campaign
        and l.device = k.device
where l.orders > 0
