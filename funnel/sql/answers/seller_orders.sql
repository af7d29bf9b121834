-- row: orders of one seller, what became of those old enough to judge, deliveries against their promise, contacts that name them, ratings of what was ordered
-- parameters: $start, $end
-- tables: seller_cells
select
    seller,
    sum(orders) as orders,
    sum(money) as money,
    sum(judged) as judged,
    sum(cancelled) as cancelled,
    sum(returned) as returned,
    sum(lost_money) as lost_money,
    sum(promised) as promised,
    sum(late) as late,
    sum(contacts) as contacts,
    sum(rated_contacts) as rated_contacts,
    sum(complaints) as complaints,
    sum(starred) as starred,
    sum(stars) as stars
from seller_cells
where day between $start and $end
group by seller
order by seller
