-- row: one arm a traffic export names, with its days
-- parameters: none
-- tables: sessions, leading_feeds
select
    s.variant,
    min(s.day) as first_day,
    max(s.day) as last_day,
    count(*) as visits
from sessions as s
inner join leading_feeds as l on s.day = l.day and s.feed = l.feed
where s.variant is not null
group by s.variant
order by s.variant
