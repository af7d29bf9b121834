-- row: one thing a visitor did, as the export states it; first rows of equal time keep the order of the file
-- parameters: none
-- tables: none
create table traffic_events (
    record bigint not null,       -- number of the record in the file, from 1
    moment timestamp not null,        -- UTC
    day date not null,            -- day of the shop's zone
    session_id varchar,           -- visit, when the source states one; unique within the feed
    visitor_key varchar,          -- HMAC of the source's visitor id
    event varchar not null,       -- GA4 event name where one fits, else the source's own word
    channel varchar,              -- only when the source states a channel itself
    source varchar,               -- utm_source
    medium varchar,               -- utm_medium
    campaign varchar,             -- utm_campaign
    device varchar,               -- desktop, mobile, tablet, tv, other
    browser varchar,
    visitor varchar,              -- new, returning, or the source's own word
    page varchar,                 -- path of the page, without query and personal data
    product varchar,              -- sku
    category varchar,             -- category of the product
    quantity integer,
    price decimal(18, 2),         -- of one piece
    order_id varchar,             -- on purchase
    revenue decimal(18, 2),       -- of the whole order, on purchase
    currency varchar,
    search_term varchar,
    search_results integer,
    load_seconds decimal(9, 3),
    error varchar,                -- code of an error the visitor met
    variant varchar,              -- experiment variant
    is_bot boolean                -- flagged by the source
);
