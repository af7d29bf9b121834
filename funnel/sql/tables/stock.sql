-- row: one product at one moment
-- parameters: none
-- tables: none
create table stock (
    record bigint not null,
    moment timestamp not null,        -- moment of the snapshot, UTC
    day date not null,            -- day of the shop's zone
    product varchar not null,     -- sku
    location varchar,
    available bigint,             -- null = not counted, which is not 0
    price decimal(18, 2),
    competitor_price decimal(18, 2),
    cost decimal(18, 2),
    currency varchar,
    title varchar,
    category varchar,
    photos integer,
    description_length integer,
    rating decimal(4, 2),
    reviews integer
);
