-- row: visitors of one asked-for segment (of their first visit) who did the same sequence of steps within the window
-- parameters: $start, $end, $feed, $window_days, $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: sessions, step_events
with entry_moment as (
    select
        visitor_key,
        min(moment) as moment
    from sessions
    where feed = $feed and visitor_key is not null
    group by visitor_key
),

entry_visit as (
    select
        s.visitor_key,
        s.moment,
        min(s.visit) as visit
    from sessions as s
    inner join entry_moment as m on s.visitor_key = m.visitor_key and s.moment = m.moment
    where s.feed = $feed
    group by s.visitor_key, s.moment
),

entries as (
    select
        s.visitor_key,
        s.moment,
        s.visit,
        case when $by_channel then s.channel end as channel,
        case when $by_device then s.device end as device,
        case when $by_category then s.category end as category,
        case when $by_visitor then s.visitor end as visitor,
        case when $by_campaign then s.campaign end as campaign,
        case when $by_source then s.source end as source,
        case when $by_week then cast(date_trunc('week', s.day) as date) end as week,
        case when $by_day then s.day end as day
    from sessions as s
    inner join entry_visit as v on s.visit = v.visit and s.moment = v.moment and s.visitor_key = v.visitor_key
    where
        s.feed = $feed
        and s.day between $start and $end
        and ($channels is null or list_contains($channels, s.channel))
        and ($devices is null or list_contains($devices, s.device))
        and ($categories is null or list_contains($categories, s.category))
        and ($visitors is null or list_contains($visitors, s.visitor))
        and ($campaigns is null or list_contains($campaigns, s.campaign))
        and ($sources is null or list_contains($sources, s.source))
),

walked as (
    select
        e.visitor_key,
        string_agg(
            t.letter, ''
            order by case when t.visit = e.visit then t.opens else 0 end desc, t.moment, t.record, t.letter
        ) as sequence
    from entries as e
    inner join sessions as s on e.visitor_key = s.visitor_key and s.feed = $feed
    inner join step_events as t on s.visit = t.visit and t.feed = $feed
    where
        t.moment < e.moment + to_days($window_days)
        and (t.letter <> '.' or t.visit = e.visit)
    group by e.visitor_key
)

select
    e.channel,
    e.device,
    e.category,
    e.visitor,
    e.campaign,
    e.source,
    e.week,
    e.day,
    w.sequence,
    count(*) as visitors
from entries as e
inner join walked as w on e.visitor_key = w.visitor_key
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
order by 1, 2, 3, 4, 5, 6, 7, 8, 9
