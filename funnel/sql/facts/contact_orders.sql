-- row: one contact and the order it is about: the one it names, else the customer's newest of the 30 days before; place counts the contacts about one order
-- parameters: none
-- tables: contact_rows, order_rows
with books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    where order_key is not null
    group by order_key
),

named as (
    select
        c.feed,
        c.contact_id,
        c.moment,
        b.feed as book_feed,
        b.order_key as order_key
    from contact_rows as c
    inner join books as b on c.order_key = b.order_key
),

of_customer as (
    select
        c.feed as feed,
        c.contact_id as contact_id,
        c.moment as moment,
        o.feed as book_feed,
        o.order_key as order_key,
        row_number() over (partition by c.feed, c.contact_id order by o.moment desc, o.feed, o.order_key) as newest
    from contact_rows as c
    inner join order_rows as o
        on c.customer_key = o.customer_key and o.moment <= c.moment and o.moment >= c.moment - interval '30' day
    left join named as n on c.feed = n.feed and c.contact_id = n.contact_id
    where n.contact_id is null
),

found as (
    select feed, contact_id, moment, book_feed, order_key
    from named
    union all
    select feed, contact_id, moment, book_feed, order_key
    from of_customer
    where newest = 1
)

select
    feed,
    contact_id,
    book_feed,
    order_key,
    row_number() over (partition by book_feed, order_key order by moment, feed, contact_id) as place
from found
