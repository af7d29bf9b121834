-- row: one order of a visit, where a session-grain export lists several in a cell; record = record of the visit
-- parameters: none
-- tables: none
create table session_orders (
    record bigint not null,
    session_id varchar not null,
    order_id varchar not null,
    revenue decimal(18, 2)
);
