-- row: one visit: day, segment, path, orders and money
-- parameters: none
-- tables: visits, visit_sequences, paths, channels, visit_money
select
    v.feed,
    v.visit,
    v.moment,
    v.day,
    v.visitor_key,
    c.channel,
    coalesce(v.device, 'not_stated') as device,
    coalesce(v.category, 'not_stated') as category,
    coalesce(v.visitor, 'not_stated') as visitor,
    coalesce(v.source, 'not_stated') as source,
    coalesce(v.medium, 'not_stated') as medium,
    coalesce(v.campaign, 'not_stated') as campaign,
    v.browser,
    v.page,
    v.variant,
    p.path,
    coalesce(m.orders, 0) as orders,
    m.revenue,
    coalesce(m.matched_orders, 0) as matched_orders,
    coalesce(m.paid_orders, 0) as paid_orders,
    m.paid_revenue,
    coalesce(m.kept_orders, 0) as kept_orders,
    m.kept_revenue
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
