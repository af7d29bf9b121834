-- row: orders placed in the period of one asked-for kind; a key not asked for is null; `judged` ones are old enough to be cancelled or returned
-- parameters: $start, $end, $by_fate, $by_reason, $by_product, $by_category, $by_promise
-- tables: order_fates
select
    case when $by_fate then fate end as fate,
    case when $by_reason then reason end as reason,
    case when $by_product then product end as product,
    case when $by_category then category end as category,
    case when $by_promise then promise end as promise,
    max(case when $by_product then title end) as title,
    count(*) as orders,
    sum(judged) as judged,
    sum(case when judged = 1 and fate is not null then 1 else 0 end) as gone,
    sum(case when judged = 1 and fate = 'order_cancelled' then 1 else 0 end) as cancelled,
    sum(case when judged = 1 and fate = 'order_returned' then 1 else 0 end) as returned,
    sum(case when judged = 1 then gone_money end) as gone_money,
    sum(case when judged = 1 then total end) as money,
    sum(case when judged = 1 and contacts > 0 then 1 else 0 end) as written_about,
    sum(case when judged = 1 and bad > 0 then 1 else 0 end) as complained,
    count(arrival) as due,
    sum(case when arrival = 'late' then 1 else 0 end) as late,
    percentile_disc(0.5) within group (order by late_seconds) as late_p50,
    percentile_disc(0.9) within group (order by late_seconds) as late_p90,
    sum(case when arrival = 'late' then total end) as late_money
from order_fates
where day between $start and $end
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
