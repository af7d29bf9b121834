-- row: visits of one day, channel and device that came where one kind of error can be met and did not meet it, and payments among them
-- parameters: none
-- tables: chain_visits, first_errors
with kinds as (
    select distinct
        feed,
        noted,
        case when noted = 'page_error' then 0 when noted = 'checkout_error' then 3 else 4 end as furthest
    from first_errors
)

select
    c.feed as feed,
    c.day as day,
    c.channel as channel,
    c.device as device,
    k.noted as noted,
    count(*) as visits,
    sum(case when c.furthest = 5 then 1 else 0 end) as paid
from chain_visits as c
inner join kinds as k on c.feed = k.feed and c.furthest >= k.furthest
left join first_errors as e on c.feed = e.feed and c.visit = e.visit and k.noted = e.noted
where e.visit is null
group by 1, 2, 3, 4, 5
