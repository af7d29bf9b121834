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
        min(variant) as variant,
        arg_min(category, (moment, category)) as category,
        arg_min_null(
            {
                'day': day, 'channel': channel, 'source': source, 'medium': medium, 'campaign': campaign,
                'device': device, 'browser': browser, 'visitor': visitor, 'page': page
            },
            (moment, record, import_id)
        ) as opening
    from visit_events
    group by feed, visit
)

select
    feed,
    visit,
    moment,
    opening.day as day,
    visitor_key,
    coalesce(opening.channel, channel) as channel,
    case when opening.source is null and opening.medium is null then source else opening.source end as source,
    case when opening.source is null and opening.medium is null then medium else opening.medium end as medium,
    coalesce(opening.campaign, campaign) as campaign,
    coalesce(opening.device, device) as device,
    coalesce(opening.browser, browser) as browser,
    coalesce(opening.visitor, visitor) as visitor,
    coalesce(opening.page, page) as page,
    category,
    variant,
    first_day,
    last_day
from known
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
