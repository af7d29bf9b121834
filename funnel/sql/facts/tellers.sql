-- row: one day and one thing that visits of a feed tell of, with the visit that shows it: only where a feed tells of a problem can one be missing
-- parameters: none
-- tables: first_errors, first_loads, first_searches, sessions
with told as (
    select feed, visit, noted as what
    from first_errors
    union all
    select feed, visit, 'load' as what
    from first_loads
    union all
    select feed, visit, 'search' as what
    from first_searches
    union all
    select feed, visit, 'search_results' as what
    from first_searches
    where search_results is not null
)

select
    s.day as day,
    t.feed as feed,
    t.what as what,
    min(t.visit) as visit
from told as t
inner join sessions as s on t.feed = s.feed and t.visit = s.visit
group by s.day, t.feed, t.what
