-- row: first and newest day of contacts and of the order book, and contacts their customers rated; one row, nulls where there is none
-- parameters: none
-- tables: desk_contacts, order_fates
select
    (select min(day) from desk_contacts) as first_contact,
    (select max(day) from desk_contacts) as newest_contact,
    (select sum(rated) from desk_contacts) as rated,
    (select min(day) from order_fates) as first_order,
    (select max(day) from order_fates) as newest_order
