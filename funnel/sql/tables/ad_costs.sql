-- row: one campaign over one day, or over the whole period of a report without days
-- parameters: none
-- tables: none
create table ad_costs (
    record bigint not null,
    day date not null,            -- first day covered
    day_to date not null,         -- last day covered
    channel varchar,
    source varchar,               -- utm_source the platform's clicks carry
    medium varchar,               -- utm_medium the platform's clicks carry
    campaign varchar,
    campaign_id varchar,
    device varchar,
    impressions bigint,
    clicks bigint,
    cost decimal(18, 2),
    currency varchar
);
