-- row: one line of an order; what belongs to the whole order may stand on its first line only or on every line
-- parameters: none
-- tables: none
create table order_lines (
    record bigint not null,
    order_id varchar not null,
    line integer not null,        -- number of the line within its order, from 1
    moment timestamp,                 -- placed, UTC; states the order, like the columns down to seller
    day date,                     -- placed, day of the shop's zone
    status varchar,               -- paid, pending, cancelled, refunded, partly_refunded, test, or the source's own word
    paid_at timestamp,
    cancelled_at timestamp,
    returned_at timestamp,
    delivered_at timestamp,
    promised_at timestamp,
    order_total decimal(18, 2),
    refunded decimal(18, 2),
    shipping decimal(18, 2),
    currency varchar,
    customer_key varchar,         -- HMAC of the customer's e-mail or id
    channel varchar,
    source varchar,
    medium varchar,
    campaign varchar,
    device varchar,
    reason varchar,               -- of a cancellation or return, from the source's own list
    seller varchar,
    product varchar,              -- sku; states the line, like the columns below
    quantity integer,
    price decimal(18, 2),         -- of one piece
    discount decimal(18, 2)       -- of the line
);
