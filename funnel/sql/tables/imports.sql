-- row: one import on the shelf
-- parameters: none
-- tables: none
create table imports (
    import_id varchar not null,
    kind varchar not null,
    feed varchar not null,
    source varchar not null,
    file_name varchar not null,
    place integer not null,       -- in the order of the ledger, from 0
    recency integer not null,     -- rank by the newest moment or day its rows state, then by the age of the file, then by place: the latest export wins
    first_day date,
    last_day date,
    accepted bigint not null,
    duplicate bigint not null
);
