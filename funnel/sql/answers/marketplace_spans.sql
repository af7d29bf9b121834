-- row: one marketplace and how far its cards, orders and settlements reach; null where it has none
-- parameters: none
-- tables: card_reports, marketplace_order_rows, marketplace_operation_rows
select
    marketplace,
    min(first_day) as first_day,
    max(newest_day) as newest_day,
    max(cards_until) as cards_until,
    max(orders_until) as orders_until
from (
    select
        marketplace, min(day) as first_day, max(day_to) as newest_day, max(day_to) as cards_until,
        cast(null as date) as orders_until
    from card_reports
    group by marketplace
    union all
    select
        marketplace, min(day) as first_day, max(day) as newest_day, cast(null as date) as cards_until,
        max(day) as orders_until
    from marketplace_order_rows
    group by marketplace
    union all
    select
        marketplace, min(day) as first_day, max(day) as newest_day, cast(null as date) as cards_until,
        cast(null as date) as orders_until
    from marketplace_operation_rows
    group by marketplace
) as spans
group by marketplace
order by marketplace
