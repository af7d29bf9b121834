-- row: one product over the promotion days (promoted 1) or over the days they are set against (0): views, sales, their cost, and squares of the days
-- parameters: $promoted, $beside (days)
-- tables: product_days, product_levels
select
    d.product,
    case when list_contains($promoted, d.day) then 1 else 0 end as promoted,
    sum(d.visits) as views,
    sum(d.orders) as orders,
    sum(d.pieces) as pieces,
    cast(sum(d.money) as decimal(18, 2)) as money,
    cast(sum(d.pieces * l.cost) as decimal(18, 2)) as cost,
    sum(case when d.pieces > 0 and l.cost is null then 1 else 0 end) as uncosted,
    sum(coalesce(d.visits, 0) * coalesce(d.visits, 0)) as views_squared,
    sum(coalesce(d.visits, 0) * coalesce(d.money, 0)) as views_by_money,
    sum(coalesce(d.money, 0) * coalesce(d.money, 0)) as money_squared
from product_days as d
left join product_levels as l on d.product = l.product and d.day between l.day and l.covers_to
where list_contains($promoted, d.day) or list_contains($beside, d.day)
group by 1, 2
order by 1, 2
