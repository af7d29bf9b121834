-- row: one visit whose first checkout broke: its device, the code of the error, and the browser
-- parameters: none
-- tables: met_problems, first_errors, noted_events, sessions
with told as (
    select
        p.feed as feed,
        p.visit as visit,
        min(n.error) as error
    from met_problems as p
    inner join first_errors as e on p.feed = e.feed and p.visit = e.visit and e.noted = 'checkout_error'
    inner join noted_events as n
        on e.feed = n.feed and e.visit = n.visit and e.noted = n.noted and e.moment = n.moment
    where p.code = 'checkout_error'
    group by p.feed, p.visit
)

select
    t.feed,
    t.visit,
    s.device as device,
    t.error,
    s.browser as browser
from told as t
inner join sessions as s on t.feed = s.feed and t.visit = s.visit
