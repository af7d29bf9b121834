-- row: one feed: rows of the same origin that are joined or replace each other, and how far it reaches
-- parameters: none
-- tables: imports
select
    feed,
    min(kind) as kind,
    min(
        case
            when kind = 'traffic_events' then 1
            when kind = 'traffic_sessions' then 2
            when kind = 'traffic_daily' then 3
            else 9
        end
    ) as grain,
    min(first_day) as first_day,
    max(last_day) as newest_day,
    sum(accepted) as accepted
from imports
group by feed
