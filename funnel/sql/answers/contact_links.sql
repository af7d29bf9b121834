-- row: all contacts: how many there are, how many name an order, and how many of these orders are in the order book
-- parameters: none
-- tables: contacts, order_lines
with books as (
    select distinct coalesce(nullif(upper(replace(trim(order_id), '#', '')), ''), order_id) as order_key
    from order_lines
),

customers as (
    select distinct customer_key
    from order_lines
    where customer_key is not null
),

asked as (
    select
        feed,
        contact_id,
        max(coalesce(nullif(upper(replace(trim(order_id), '#', '')), ''), order_id)) as order_key,
        max(customer_key) as customer_key
    from contacts
    group by feed, contact_id
)

select
    count(*) as contacts,
    count(a.order_key) as naming_an_order,
    count(b.order_key) as order_in_book,
    count(c.customer_key) as customer_in_book
from asked as a
left join books as b on a.order_key = b.order_key
left join customers as c on a.customer_key = c.customer_key
