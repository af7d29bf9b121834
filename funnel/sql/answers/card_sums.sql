-- row: one feed of cards: rows counted and what they add up to
-- parameters: none
-- tables: card_rows
select
    feed,
    count(*) as rows_held,
    sum(orders) as orders,
    sum(ordered_money) as ordered_money
from card_rows
group by feed
order by feed
