-- row: one visit of a session-grain export; of several exports that hold it, the latest
-- parameters: none
-- tables: traffic_sessions
with latest as (
    select
        feed,
        session_id,
        max(recency) as recency
    from traffic_sessions
    group by feed, session_id
),

rows_of_latest as (
    select
        t.feed,
        t.session_id,
        t.recency,
        min(t.record) as record
    from traffic_sessions as t
    inner join latest as l on t.feed = l.feed and t.session_id = l.session_id and t.recency = l.recency
    group by t.feed, t.session_id, t.recency
)

select
    t.feed,
    t.session_id as visit,
    t.import_id,
    t.record,
    t.moment,
    t.day,
    t.visitor_key,
    t.channel,
    t.source,
    t.medium,
    t.campaign,
    t.device,
    t.browser,
    t.visitor,
    t.page,
    t.category,
    t.view_item,
    t.add_to_cart,
    t.begin_checkout,
    t.add_shipping_info,
    t.add_payment_info,
    t.purchase,
    t.orders,
    t.revenue,
    t.variant
from traffic_sessions as t
inner join rows_of_latest as r
    on t.feed = r.feed and t.session_id = r.session_id and t.recency = r.recency and t.record = r.record
where coalesce(t.is_bot, false) = false
