-- row: one visit, with what its first event says of where it came from; gaps filled from its later events
-- parameters: none
-- tables: visit_events, session_rows
with known as (
    select
        feed,
        visit,
        min(moment) as moment,
        min(day) as first_day,
        max(day) as last_day,
        min(visitor_key) as visitor_key,
        min(channel) as channel,
        min(source) as source,
        min(medium) as medium,
        min(campaign) as campaign,
        min(device) as device,
        min(browser) as browser,
        min(visitor) as visitor,
        min(page) as page,
        min(variant) as variant
    from visit_events
    group by feed, visit
),

at_opening as (
    select
        e.feed,
        e.visit,
        e.day,
        e.channel,
        e.source,
        e.medium,
        e.campaign,
        e.device,
        e.browser,
        e.visitor,
        e.page,
        row_number() over (partition by e.feed, e.visit order by e.record, e.import_id) as place
    from visit_events as e
    inner join known as k on e.feed = k.feed and e.visit = k.visit and e.moment = k.moment
),

category_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from visit_events
    where category is not null
    group by feed, visit
),

first_category as (
    select
        e.feed,
        e.visit,
        min(e.category) as category
    from visit_events as e
    inner join category_moment as m on e.feed = m.feed and e.visit = m.visit and e.moment = m.moment
    group by e.feed, e.visit
)

select
    k.feed as feed,
    k.visit as visit,
    k.moment as moment,
    o.day as day,
    k.visitor_key as visitor_key,
    coalesce(o.channel, k.channel) as channel,
    case when o.source is null and o.medium is null then k.source else o.source end as source,
    case when o.source is null and o.medium is null then k.medium else o.medium end as medium,
    coalesce(o.campaign, k.campaign) as campaign,
    coalesce(o.device, k.device) as device,
    coalesce(o.browser, k.browser) as browser,
    coalesce(o.visitor, k.visitor) as visitor,
    coalesce(o.page, k.page) as page,
    c.category as category,
    k.variant as variant,
    k.first_day as first_day,
    k.last_day as last_day
from known as k
inner join at_opening as o on k.feed = o.feed and k.visit = o.visit and o.place = 1
left join first_category as c on k.feed = c.feed and k.visit = c.visit
union all
select
    feed,
    visit,
    moment,
    day,
    visitor_key,
    channel,
    source,
    medium,
    campaign,
    device,
    browser,
    visitor,
    page,
    category,
    variant,
    day as first_day,
    day as last_day
from session_rows
