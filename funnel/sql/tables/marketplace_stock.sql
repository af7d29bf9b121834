-- row: one card at one warehouse of a marketplace at one moment; never the stock of the shop's own site
-- parameters: none
-- tables: none
create table marketplace_stock (
    record bigint not null,
    moment timestamp not null,        -- moment of the snapshot, UTC
    day date not null,                -- day of the shop's zone
    marketplace varchar not null,
    product varchar not null,         -- number of the card at the marketplace
    seller_sku varchar,
    location varchar,                 -- warehouse
    available bigint,                 -- null = not counted, which is not 0
    reserved bigint,
    price decimal(18, 2),
    competitor_price decimal(18, 2),  -- price of the market as the marketplace states it
    currency varchar,
    title varchar,
    category varchar,
    brand varchar,
    rating decimal(4, 2),
    reviews integer
);
