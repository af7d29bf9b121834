-- row: one visit that searched before it saw a product, in a feed that counts results: whether the first search gave none
-- parameters: none
-- tables: first_searches, first_views
with telling as (
    select distinct feed
    from first_searches
    where search_results is not null
)

select
    s.feed as feed,
    s.visit as visit,
    case when s.search_results = 0 then 1 when s.search_results > 0 then 0 end as met
from first_searches as s
inner join telling as k on s.feed = k.feed
left join first_views as v on s.feed = v.feed and s.visit = v.visit
where v.moment is null or s.moment <= v.moment
