-- row: one visit of the day's leading feed: how far it came (0 visit, 1 product, 2 cart, 3 checkout, 4 payment data, 5 payment) and what its orders left
-- parameters: none
-- tables: sessions, leading_feeds, visit_orders, first_errors, ad_cells
with ad_channels as (
    select distinct channel
    from ad_cells
    where clicks > 0 and channel not in ('not_stated', 'unassigned', 'direct')
)

select
    s.feed as feed,
    s.visit as visit,
    s.moment as moment,
    s.day as day,
    s.visitor_key as visitor_key,
    s.channel as channel,
    s.device as device,
    s.category as category,
    s.visitor as visitor,
    s.campaign as campaign,
    s.page as page,
    case
        when s.channel like 'paid%' or s.channel in ('display', 'cross_network', 'audio', 'ad', 'cpc') then 1
        when a.channel is not null then 1
        else 0
    end as from_ad,
    case
        when s.path like '%o%' then 5
        -- An error of the payment page, or of the checkout, proves that the visit came there.
        when s.path like '%p%' or pe.visit is not null then 4
        when s.path like '%c%' or s.path like '%h%' or ce.visit is not null then 3
        when s.path like '%a%' then 2
        when s.path like '%v%' then 1
        else 0
    end as furthest,
    coalesce(o.paid_value, 0) as paid_value,
    coalesce(o.judged, 0) as judged,
    coalesce(o.kept, 0) as kept,
    coalesce(o.value, 0) as value
from sessions as s
inner join leading_feeds as l on s.day = l.day and s.feed = l.feed
left join ad_channels as a on s.channel = a.channel
left join visit_orders as o on s.feed = o.feed and s.visit = o.visit
left join first_errors as pe on s.feed = pe.feed and s.visit = pe.visit and pe.noted = 'payment_error'
left join first_errors as ce on s.feed = ce.feed and s.visit = ce.visit and ce.noted = 'checkout_error'
