-- row: one visit of the day's leading feed: how far it came (0 visit, 1 product, 2 cart, 3 checkout, 4 payment data, 5 payment) and what its orders left
-- parameters: none
-- tables: sessions, leading_feeds, visit_orders, first_errors
select
    s.feed,
    s.visit,
    s.moment,
    s.day,
    s.channel,
    s.device,
    s.category,
    s.visitor,
    s.campaign,
    case
        when s.path like '%o%' then 5
        -- An error of the payment page, or of the checkout, proves that the visit came there.
        when s.path like '%p%' or pe.visit is not null then 4
        when s.path like '%c%' or s.path like '%h%' or ce.visit is not null then 3
        when s.path like '%a%' then 2
        when s.path like '%v%' then 1
        else 0
    end as furthest,
    coalesce(o.judged, 0) as judged,
    coalesce(o.kept, 0) as kept,
    coalesce(o.value, 0) as value
from sessions as s
inner join leading_feeds as l on s.day = l.day and s.feed = l.feed
left join visit_orders as o on s.feed = o.feed and s.visit = o.visit
left join first_errors as pe on s.feed = pe.feed and s.visit = pe.visit and pe.noted = 'payment_error'
left join first_errors as ce on s.feed = ce.feed and s.visit = ce.visit and ce.noted = 'checkout_error'
