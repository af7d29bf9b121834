-- row: one visit that saw a product, in a feed that reports page errors: whether its first product page broke within ten seconds
-- parameters: none
-- tables: first_views, first_errors
with telling as (
    select distinct feed
    from first_errors
    where noted = 'page_error'
)

select
    v.feed as feed,
    v.visit as visit,
    case when e.moment between v.moment and v.moment + interval '10' second then 1 else 0 end as met
from first_views as v
inner join telling as k on v.feed = k.feed
left join first_errors as e on v.feed = e.feed and v.visit = e.visit and e.noted = 'page_error'
