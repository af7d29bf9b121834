-- row: what holds for the whole generation; one row
-- parameters: none
-- tables: none
create table generation (
    zone varchar not null,
    currency varchar not null,    -- empty when no file states one
    kept_until date               -- last day whose orders are old enough to count as kept; null without an order book
);
