-- row: one visit: day, segment, path, orders and money
-- parameters: none
-- tables: visits, visit_sequences, paths, channels, visit_money
select
    v.feed as feed,
    v.visit as visit,
    v.moment as moment,
    v.day as day,
    v.visitor_key as visitor_key,
    c.channel as channel,
    coalesce(v.device, 'not_stated') as device,
    coalesce(v.category, 'not_stated') as category,
    coalesce(v.visitor, 'not_stated') as visitor,
    coalesce(v.source, 'not_stated') as source,
    coalesce(v.medium, 'not_stated') as medium,
    coalesce(v.campaign, 'not_stated') as campaign,
    v.browser as browser,
    v.page as page,
    v.variant as variant,
    p.path as path,
    coalesce(m.orders, 0) as orders,
    m.revenue as revenue,
    coalesce(m.matched_orders, 0) as matched_orders,
    coalesce(m.paid_orders, 0) as paid_orders,
    m.paid_revenue as paid_revenue,
    coalesce(m.kept_orders, 0) as kept_orders,
    m.kept_revenue as kept_revenue
from visits as v
inner join visit_sequences as q on v.feed = q.feed and v.visit = q.visit
inner join paths as p on q.sequence = p.sequence
inner join channels as c
    on
        coalesce(v.channel, '') = c.stated
        and coalesce(v.source, '') = c.source
        and coalesce(v.medium, '') = c.medium
        and coalesce(v.campaign, '') = c.campaign
left join visit_money as m on v.feed = m.feed and v.visit = m.visit
