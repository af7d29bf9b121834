-- row: visits of one day and segment, and what their orders left so far: not cancelled, not returned, refunds taken off
-- parameters: none
-- tables: loss_groups, loss_segments, visit_flags
with counted as (
    select
        segment,
        sum(visits) as visits,
        sum(case when furthest >= 5 then visits else 0 end) as paid,
        sum(visits * kept) as kept
    from loss_groups
    group by segment
),

earned as (
    select
        segment,
        sum(paid_value) as paid_value,
        sum(cast(paid_value as decimal(18, 2)) * cast(paid_value as decimal(18, 2))) as paid_squares,
        sum(value) as value,
        sum(cast(value as decimal(18, 2)) * cast(value as decimal(18, 2))) as squares
    from visit_flags
    where paid_value <> 0 or value <> 0
    group by segment
)

select
    d.segment as segment,
    d.feed as feed,
    d.day as day,
    d.channel as channel,
    d.device as device,
    d.category as category,
    d.visitor as visitor,
    c.visits as visits,
    c.paid as paid,
    c.kept as kept,
    cast(coalesce(e.paid_value, 0) as decimal(18, 2)) as paid_value,
    cast(coalesce(e.paid_squares, 0) as decimal(38, 4)) as paid_squares,
    cast(coalesce(e.value, 0) as decimal(18, 2)) as value,
    cast(coalesce(e.squares, 0) as decimal(38, 4)) as squares
from loss_segments as d
inner join counted as c on d.segment = c.segment
left join earned as e on d.segment = e.segment
