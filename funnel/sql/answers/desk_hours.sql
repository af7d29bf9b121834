-- row: one hour of one day up to the end of the period: contacts opened, those of them ever answered, and first answers given
-- parameters: $end
-- tables: desk_contacts
select
    day,
    hour,
    sum(opened) as opened,
    sum(answered) as answered,
    sum(replied) as replied
from (
    select
        day,
        hour,
        1 as opened,
        case when replied_day is null then 0 else 1 end as answered,
        0 as replied
    from desk_contacts
    union all
    select
        replied_day as day,
        replied_hour as hour,
        0 as opened,
        0 as answered,
        1 as replied
    from desk_contacts
    where replied_day is not null
) as h
where day <= $end
group by day, hour
order by day, hour
