-- row: visits that searched for one term (the 500 searched most) on one day, channel and device: empty ones, payments and money among them
-- parameters: none
-- tables: noted_events, chain_visits
with searched as (
    select
        feed,
        visit,
        coalesce(nullif(lowerUTF8(trim(search_term)), ''), 'not_stated') as term,
        min(search_results) as fewest
    from noted_events
    where noted = 'search'
    group by 1, 2, 3
),

terms as (
    select
        term,
        row_number() over (order by count(*) desc, term) as place
    from searched
    group by term
)

select
    c.feed as feed,
    c.day as day,
    c.channel as channel,
    c.device as device,
    case when t.place <= 500 then s.term else 'other' end as term,
    count(*) as visits,
    count(s.fewest) as counted,
    sum(case when s.fewest = 0 then 1 else 0 end) as empty,
    sum(case when c.furthest = 5 then 1 else 0 end) as paid,
    sum(c.paid_value) as revenue
from searched as s
inner join chain_visits as c on s.feed = c.feed and s.visit = c.visit
inner join terms as t on s.term = t.term
group by 1, 2, 3, 4, 5
