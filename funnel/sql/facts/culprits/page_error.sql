-- row: one visit whose first product page broke: the product, and the code of the error
-- parameters: none
-- tables: met_problems, first_errors, noted_events, first_views
with told as (
    select
        p.feed as feed,
        p.visit as visit,
        min(n.error) as error
    from met_problems as p
    inner join first_errors as e on p.feed = e.feed and p.visit = e.visit and e.noted = 'page_error'
    inner join noted_events as n
        on e.feed = n.feed and e.visit = n.visit and e.noted = n.noted and e.moment = n.moment
    where p.code = 'page_error'
    group by p.feed, p.visit
)

select
    t.feed,
    t.visit,
    v.product as product,
    t.error
from told as t
inner join first_views as v on t.feed = v.feed and t.visit = v.visit
