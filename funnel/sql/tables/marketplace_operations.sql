-- row: one operation of a marketplace's settlement with its seller; amounts as the file states them, without the sign of the document
-- parameters: none
-- tables: none
create table marketplace_operations (
    record bigint not null,
    marketplace varchar not null,
    day date not null,                -- of the sale, return or other operation, in the zone of the marketplace
    operation_id varchar,             -- unique at the marketplace; without it a later file replaces the whole day
    document varchar,                 -- sale or return: the sign of its pieces and money
    operation varchar,                -- sale, return, logistics, storage, penalty …, or the source's own word
    order_id varchar,
    order_day date,                   -- placed
    product varchar,                  -- number of the card at the marketplace
    seller_sku varchar,
    category varchar,
    brand varchar,
    location varchar,                 -- warehouse
    quantity integer,
    sold_money decimal(18, 2),        -- what the buyer was charged
    payout decimal(18, 2),            -- what the marketplace owes the seller for the goods
    delivery_cost decimal(18, 2),     -- charges of the marketplace, like the columns below
    storage_cost decimal(18, 2),
    acceptance_cost decimal(18, 2),
    penalty decimal(18, 2),
    deduction decimal(18, 2),
    surcharge decimal(18, 2),         -- paid to the seller on top
    currency varchar
);
