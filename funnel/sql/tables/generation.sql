-- row: what holds for the whole generation; one row
-- parameters: none
-- tables: none
create table generation (
    zone varchar not null,
    currency varchar not null,    -- empty when no file states one
    shape varchar not null,       -- fingerprint of the queries that made it (funnel/store/queries.py)
    kept_until date               -- last day whose orders are old enough to count as kept; null without an order book
);
