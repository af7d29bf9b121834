-- row: one segment of one day, or of one longer period of a report without days; the latest export of the same days
-- parameters: none
-- tables: traffic_daily
with latest as (
    select
        feed,
        day,
        day_to,
        max(recency) as recency
    from traffic_daily
    group by feed, day, day_to
)

select
    t.feed,
    t.day,
    t.day_to,
    t.channel,
    t.source,
    t.medium,
    t.campaign,
    t.device,
    t.category,
    t.visitor,
    t.session_start,
    t.view_item,
    t.add_to_cart,
    t.begin_checkout,
    t.add_shipping_info,
    t.add_payment_info,
    t.purchase,
    t.revenue
from traffic_daily as t
inner join latest as l on t.feed = l.feed and t.day = l.day and t.day_to = l.day_to and t.recency = l.recency
