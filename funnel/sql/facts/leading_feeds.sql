-- row: one day and the traffic feed counted on it: events before visits before daily totals, so that no visit counts twice
-- parameters: none
-- tables: feeds, cells, daily_cells
with days as (
    select distinct c.feed, c.day, f.grain as grain
    from cells as c
    inner join feeds as f on c.feed = f.feed
    union
    select distinct d.feed, d.day, f.grain as grain
    from daily_cells as d
    inner join feeds as f on d.feed = f.feed
    where d.day = d.day_to
),

ranked as (
    select
        feed,
        day,
        row_number() over (partition by day order by grain, feed) as place
    from days
)

select
    day,
    feed
from ranked
where place = 1
