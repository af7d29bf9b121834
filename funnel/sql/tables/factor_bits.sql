-- row: one factor that visits can meet, and its bit (funnel/factors.py)
-- parameters: none
-- tables: none
create table factor_bits (
    code varchar not null,
    bit integer not null,
    problem bigint not null       -- 2 to the power of the bit
);
