-- row: counts of one segment of an aggregate export, each step as its source counted it
-- parameters: none
-- tables: daily_rows, channels
select
    d.feed,
    d.day,
    d.day_to,
    c.channel as channel,
    coalesce(d.device, 'not_stated') as device,
    coalesce(d.category, 'not_stated') as category,
    coalesce(d.visitor, 'not_stated') as visitor,
    coalesce(d.source, 'not_stated') as source,
    coalesce(d.campaign, 'not_stated') as campaign,
    sum(d.session_start) as session_start,
    sum(d.view_item) as view_item,
    sum(d.add_to_cart) as add_to_cart,
    sum(d.begin_checkout) as begin_checkout,
    sum(d.add_shipping_info) as add_shipping_info,
    sum(d.add_payment_info) as add_payment_info,
    sum(d.purchase) as purchase,
    sum(d.revenue) as revenue
from daily_rows as d
inner join channels as c
    on
        coalesce(d.channel, '') = c.stated
        and coalesce(d.source, '') = c.source
        and coalesce(d.medium, '') = c.medium
        and coalesce(d.campaign, '') = c.campaign
group by d.feed, d.day, d.day_to, c.channel, d.device, d.category, d.visitor, d.source, d.campaign
