-- row: one visit, as a session-grain export states it
-- parameters: none
-- tables: none
create table traffic_sessions (
    record bigint not null,
    moment timestamp not null,        -- start of the visit, UTC
    day date not null,            -- day of the shop's zone
    session_id varchar not null,
    visitor_key varchar,
    channel varchar,
    source varchar,
    medium varchar,
    campaign varchar,
    device varchar,
    browser varchar,
    visitor varchar,
    page varchar,                 -- landing page, path only
    category varchar,
    view_item integer,            -- 1 did, 0 did not, null not measured; likewise below
    add_to_cart integer,
    begin_checkout integer,
    add_shipping_info integer,
    add_payment_info integer,
    purchase integer,
    orders integer,
    revenue decimal(18, 2),       -- of all its orders
    currency varchar,
    variant varchar,
    is_bot boolean
);
