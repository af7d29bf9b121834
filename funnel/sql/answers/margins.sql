-- row: pieces and money of products ordered on the days, discounts of lines taken off; the same of pieces of a known cost, and that cost
-- parameters: $start, $end
-- tables: product_days, product_levels
select
    sum(d.pieces) as pieces,
    sum(d.money) as money,
    sum(case when l.cost is not null then d.pieces end) as costed_pieces,
    sum(case when l.cost is not null then d.money end) as costed_money,
    sum(d.pieces * l.cost) as cost
from product_days as d
left join product_levels as l on d.product = l.product and d.day between l.day and l.covers_to
where d.day between $start and $end and d.pieces > 0
