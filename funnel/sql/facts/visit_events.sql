-- row: one event of a person (robots left out), with the visit it belongs to
-- parameters: none
-- tables: traffic_events, gap_visits
select
    e.feed,
    e.import_id,
    e.record,
    e.moment,
    e.day,
    e.visitor_key,
    e.event,
    e.channel,
    e.source,
    e.medium,
    e.campaign,
    e.device,
    e.browser,
    e.visitor,
    e.page,
    e.product,
    e.category,
    e.quantity,
    e.price,
    e.order_id,
    e.revenue,
    e.search_term,
    e.search_results,
    e.load_seconds,
    e.error,
    e.variant,
    coalesce(e.session_id, g.visit) as visit
from traffic_events as e
left join gap_visits as g on e.feed = g.feed and e.import_id = g.import_id and e.record = g.record
where coalesce(e.session_id, g.visit) is not null and coalesce(e.is_bot, false) = false
