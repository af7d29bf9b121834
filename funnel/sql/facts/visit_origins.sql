-- row: one day and one combination of channel, source, medium and campaign that its visits state
-- parameters: none
-- tables: visits
select distinct
    day,
    channel,
    source,
    medium,
    campaign
from visits
