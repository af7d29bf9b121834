-- row: one product of one shipment of a marketplace's order; what belongs to the whole shipment may stand on every line
-- parameters: none
-- tables: none
create table marketplace_orders (
    record bigint not null,
    marketplace varchar not null,
    order_id varchar not null,
    posting_id varchar,               -- shipment of the order, where the marketplace splits orders
    line integer not null,            -- number of the line within its order, from 1
    moment timestamp,                 -- placed, UTC; states the shipment, like the columns down to location
    day date,                         -- placed, day of the shop's zone
    status varchar,                   -- open, shipped, delivered, cancelled, returned, or the source's own word
    cancelled_at timestamp,
    returned_at timestamp,
    delivered_at timestamp,
    promised_at timestamp,
    posting_total decimal(18, 2),
    currency varchar,
    reason varchar,                   -- of a cancellation or return, from the source's own list
    location varchar,                 -- warehouse
    product varchar,                  -- number of the card at the marketplace; states the line, like the columns below
    seller_sku varchar,
    quantity integer,
    price decimal(18, 2)              -- of one piece
);
