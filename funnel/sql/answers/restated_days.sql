-- row: one earlier import of the same feed whose days hold other counts than in this one: how many days, and the first
-- parameters: $import_id
-- tables: imports, traffic_daily, ad_costs, traffic_sessions, traffic_events
with stated as (
    select
        import_id,
        day,
        day_to,
        'session_start' as measure,
        cast(sum(session_start) as bigint) as counted
    from traffic_daily
    group by import_id, day, day_to
    union all
    select
        import_id,
        day,
        day_to,
        'clicks' as measure,
        cast(sum(clicks) as bigint) as counted
    from ad_costs
    group by import_id, day, day_to
    union all
    select
        import_id,
        day,
        day as day_to,
        'visits' as measure,
        count(*) as counted
    from traffic_sessions
    group by import_id, day
    union all
    select
        import_id,
        day,
        day as day_to,
        'events' as measure,
        count(*) as counted
    from traffic_events
    group by import_id, day
),

pairs as (
    select
        e.import_id,
        e.file_name,
        e.place,
        h.measure,
        h.day,
        h.day_to,
        h.counted as counted_here,
        t.counted as counted_there
    from imports as i
    inner join imports as e on e.feed = i.feed and e.kind = i.kind and e.place < i.place
    inner join stated as h on h.import_id = i.import_id
    inner join stated as t
        on t.import_id = e.import_id and t.measure = h.measure and t.day = h.day and t.day_to = h.day_to
    where
        i.import_id = $import_id
        and h.counted <> t.counted
        -- The first and the last day of an export are often cut; only days inside both may differ in earnest.
        and h.day > i.first_day and h.day > e.first_day
        and h.day_to < i.last_day and h.day_to < e.last_day
),

firsts as (
    select
        import_id,
        file_name,
        place,
        measure,
        count(*) as days,
        min(day) as day
    from pairs
    group by import_id, file_name, place, measure
)

select
    f.import_id,
    f.file_name,
    f.measure,
    f.days,
    f.day,
    min(p.counted_here) as counted_here,
    min(p.counted_there) as counted_there
from firsts as f
inner join pairs as p on p.import_id = f.import_id and p.measure = f.measure and p.day = f.day
group by f.import_id, f.file_name, f.measure, f.days, f.day, f.place
order by f.place
