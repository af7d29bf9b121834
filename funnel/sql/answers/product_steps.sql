-- row: visits of the period that saw one product, and its name
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: product_step_cells, product_names
select
    s.product,
    min(n.title) as title,
    sum(s.viewed) as viewed,
    sum(s.added) as added,
    sum(s.bought) as bought
from product_step_cells as s
left join product_names as n on s.product = n.product
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by 1
order by 1
