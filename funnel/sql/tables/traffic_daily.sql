-- row: counts of one segment over one day, or over the whole period of a report without days
-- parameters: none
-- tables: none
create table traffic_daily (
    record bigint not null,
    day date not null,            -- first day covered, in the zone of the source
    day_to date not null,         -- last day covered
    channel varchar,
    source varchar,
    medium varchar,
    campaign varchar,
    device varchar,
    category varchar,
    visitor varchar,
    session_start bigint,         -- each count as the source counted it; null = not in the report
    view_item bigint,
    add_to_cart bigint,
    begin_checkout bigint,
    add_shipping_info bigint,
    add_payment_info bigint,
    purchase bigint,
    revenue decimal(18, 2),
    currency varchar
);
