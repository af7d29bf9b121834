-- row: one search term that led to one card of a marketplace, over one day or a longer period; a part of the card's counts, never added to them
-- parameters: none
-- tables: none
create table card_searches (
    record bigint not null,
    day date not null,                -- first day covered, in the zone of the marketplace
    day_to date not null,             -- last day covered
    marketplace varchar not null,
    product varchar not null,         -- number of the card at the marketplace
    seller_sku varchar,
    brand varchar,
    search_term varchar,              -- null where it could hold personal data
    searches bigint,                  -- of the term by all buyers
    card_opens bigint,
    add_to_cart bigint,
    orders bigint,
    visibility decimal(9, 2),         -- share of these searches that showed the card, in percent
    search_position decimal(9, 2)
);
