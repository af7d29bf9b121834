-- row: one earlier import that states orders of this one otherwise: how many, and the first such order of each kind
-- parameters: $import_id
-- tables: imports, order_lines
with stated as (
    select
        import_id,
        coalesce(nullif(upper(replace(trim(order_id), '#', '')), ''), order_id) as order_key,
        min(order_id) as order_id,
        min(moment) as moment,
        coalesce(
            max(order_total), cast(sum(price * quantity - coalesce(discount, 0)) as decimal(18, 2))
        ) as total
    from order_lines
    group by import_id, coalesce(nullif(upper(replace(trim(order_id), '#', '')), ''), order_id)
),

pairs as (
    select
        e.import_id,
        e.file_name,
        e.place,
        h.order_id,
        h.total as total_here,
        t.total as total_there,
        h.moment as moment_here,
        t.moment as moment_there,
        case when h.total <> t.total then h.order_id end as other_total,
        case when h.moment <> t.moment then h.order_id end as other_time
    from imports as i
    inner join imports as e on e.kind = i.kind and e.place < i.place
    inner join stated as h on h.import_id = i.import_id
    inner join stated as t on t.import_id = e.import_id and t.order_key = h.order_key
    where i.import_id = $import_id
),

firsts as (
    select
        import_id,
        file_name,
        place,
        count(*) as in_both,
        count(other_total) as other_totals,
        count(other_time) as other_times,
        min(other_total) as total_order,
        min(other_time) as time_order
    from pairs
    group by import_id, file_name, place
)

select
    f.import_id,
    f.file_name,
    f.in_both,
    f.other_totals,
    f.total_order,
    a.total_here,
    a.total_there,
    f.other_times,
    f.time_order,
    b.moment_here,
    b.moment_there
from firsts as f
left join pairs as a on a.import_id = f.import_id and a.order_id = f.total_order and a.other_total is not null
left join pairs as b on b.import_id = f.import_id and b.order_id = f.time_order and b.other_time is not null
where f.other_totals > 0 or f.other_times > 0
order by f.place
