-- row: one visit that asked in a chat, its first chat, and how long the first answer took; null when none is known of
-- parameters: none
-- tables: contact_visits, contact_rows
with chats as (
    select
        v.feed,
        v.visit,
        c.feed as contact_feed,
        c.moment as moment,
        c.first_reply_seconds as first_reply_seconds,
        c.agent_group as agent_group,
        row_number() over (partition by v.feed, v.visit order by c.moment, c.feed, c.contact_id) as place
    from contact_visits as v
    inner join contact_rows as c on v.contact_feed = c.feed and v.contact_id = c.contact_id
    where c.medium in ('chat', 'messenger')
),

answering as (
    select
        feed,
        max(moment) as newest
    from contact_rows
    group by feed
    having count(first_reply_seconds) > 0
)

select
    c.feed,
    c.visit,
    c.moment,
    c.first_reply_seconds,
    c.agent_group,
    case
        when c.first_reply_seconds is not null then 0
        -- A chat of the export's last day may be answered still.
        when c.moment < a.newest - interval '1' day then 1
    end as unanswered
from chats as c
inner join answering as a on c.contact_feed = a.feed
where c.place = 1
