-- row: one combination of stated channel, source, medium and campaign met anywhere; empty text stands for missing
-- parameters: none
-- tables: visits, daily_rows, ad_rows, order_rows
select distinct
    coalesce(channel, '') as stated,
    coalesce(source, '') as source,
    coalesce(medium, '') as medium,
    coalesce(campaign, '') as campaign
from visits
union
select distinct
    coalesce(channel, '') as stated,
    coalesce(source, '') as source,
    coalesce(medium, '') as medium,
    coalesce(campaign, '') as campaign
from daily_rows
union
select distinct
    coalesce(channel, '') as stated,
    coalesce(source, '') as source,
    coalesce(medium, '') as medium,
    coalesce(campaign, '') as campaign
from ad_rows
union
select distinct
    coalesce(channel, '') as stated,
    coalesce(source, '') as source,
    coalesce(medium, '') as medium,
    coalesce(campaign, '') as campaign
from order_rows
