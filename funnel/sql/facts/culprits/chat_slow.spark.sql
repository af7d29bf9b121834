-- row: one visit whose first chat was answered late: the hours of the day it asked in (six at a time, by the shop's clock), and the team
-- parameters: $zone
-- tables: met_problems, first_chats
with asked as (
    select
        p.feed,
        p.visit,
        c.agent_group as agent_group,
        extract(hour from from_utc_timestamp(c.moment, $zone)) as hour
    from met_problems as p
    inner join first_chats as c on p.feed = c.feed and p.visit = c.visit
    where p.code = 'chat_slow'
)

select
    feed,
    visit,
    case
        when hour < 6 then '00-06'
        when hour < 12 then '06-12'
        when hour < 18 then '12-18'
        else '18-24'
    end as hours,
    agent_group
from asked
