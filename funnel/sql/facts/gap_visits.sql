-- row: one event of an export without visit ids, and the visit it belongs to (30 minutes of silence end a visit)
-- parameters: none
-- tables: traffic_events
with seen as (
    select
        feed,
        visitor_key,
        import_id,
        record,
        moment,
        lag(moment) over (partition by feed, visitor_key order by moment, record, import_id) as before
    from traffic_events
    where session_id is null and visitor_key is not null and coalesce(is_bot, false) = false
),

opened as (
    select
        feed,
        visitor_key,
        import_id,
        record,
        moment,
        case when before is null or moment > before + interval '30' minute then 1 else 0 end as opens
    from seen
),

numbered as (
    select
        feed,
        visitor_key,
        import_id,
        record,
        sum(opens) over (
            partition by feed, visitor_key order by moment, record, import_id rows unbounded preceding
        ) as place
    from opened
)

select
    feed,
    import_id,
    record,
    concat(visitor_key, '-', cast(place as varchar(20))) as visit
from numbered
