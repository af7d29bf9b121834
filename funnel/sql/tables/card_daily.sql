-- row: counts of one card of a marketplace over one day, or over the whole period of a report without days
-- parameters: none
-- tables: none
create table card_daily (
    record bigint not null,
    day date not null,                -- first day covered, in the zone of the marketplace
    day_to date not null,             -- last day covered
    marketplace varchar not null,     -- wildberries, ozon, yandex_market, allegro, or its own name
    product varchar not null,         -- number of the card at the marketplace
    seller_sku varchar,               -- the seller's own number of the product
    title varchar,
    category varchar,
    brand varchar,
    impressions bigint,               -- each count as the marketplace counts it; null = not in the report
    card_opens bigint,
    add_to_cart bigint,
    orders bigint,                    -- pieces ordered on these days
    ordered_money decimal(18, 2),
    buyouts bigint,                   -- pieces handed over on these days, of orders of these or earlier days
    buyout_money decimal(18, 2),
    cancelled bigint,                 -- pieces cancelled or not collected on these days, of orders of these or earlier days
    cancelled_money decimal(18, 2),
    returned bigint,                  -- pieces returned after hand-over on these days
    returned_money decimal(18, 2),
    orders_bought bigint,             -- of the pieces ordered on these days: handed over since; likewise below
    orders_bought_money decimal(18, 2),
    orders_cancelled bigint,
    orders_returned bigint,
    available bigint,                 -- pieces in stock at the end of the days
    price decimal(18, 2),
    rating decimal(4, 2),
    delivery_hours decimal(9, 2),
    search_position decimal(9, 2),
    currency varchar
);
