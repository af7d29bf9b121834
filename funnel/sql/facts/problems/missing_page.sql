-- row: one visit not by an ad, in a feed that reports page errors: whether a missing page was the first thing it saw
-- parameters: none
-- tables: chain_visits, first_errors, first_views
with telling as (
    select distinct feed
    from first_errors
    where noted = 'page_error'
)

select
    c.feed as feed,
    c.visit as visit,
    case
        when e.moment is null or e.moment > c.moment + interval '10' second or e.moment >= v.moment then 0
        else 1
    end as met
from chain_visits as c
inner join telling as k on c.feed = k.feed
left join first_errors as e on c.feed = e.feed and c.visit = e.visit and e.noted = 'page_error'
left join first_views as v on c.feed = v.feed and c.visit = v.visit
where c.from_ad = 0
