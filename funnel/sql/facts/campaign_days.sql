-- row: one campaign on one day, as visits of the day's leading feed name it: visits, those that saw a product, payments, and what their orders left
-- parameters: none
-- tables: chain_visits
select
    feed,
    day,
    channel,
    campaign,
    from_ad,
    count(*) as visits,
    cast(sum(case when furthest >= 1 then 1 else 0 end) as bigint) as views,
    cast(sum(case when furthest >= 5 then 1 else 0 end) as bigint) as orders,
    cast(sum(value) as decimal(38, 2)) as value
from chain_visits
group by feed, day, channel, campaign, from_ad
