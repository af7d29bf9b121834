-- row: landing_cells as questions read them: visits of one kind (of landing_kinds), day, category, kind of visitor and source
-- parameters: none
-- tables: landing_cells, landing_kinds
select
    k.kind as kind,
    l.day as day,
    l.category as category,
    l.visitor as visitor,
    l.source as source,
    cast(l.visits as integer) as visits,
    cast(l.viewing as integer) as viewing
from landing_cells as l
inner join landing_kinds as k
    on
        coalesce(l.page, 'not_stated') = k.landing
        and l.channel = k.channel
        and l.campaign = k.campaign
        and l.device = k.device
