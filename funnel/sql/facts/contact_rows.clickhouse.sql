-- row: one ticket, dialog or call, as its latest export states it
-- parameters: none
-- tables: contacts
with latest as (
    select
        feed,
        contact_id,
        max(recency) as recency
    from contacts
    group by feed, contact_id
)

select
    c.feed,
    c.contact_id,
    min(c.moment) as moment,
    min(c.day) as day,
    min(c.first_reply_seconds) as first_reply_seconds,
    max(c.resolved_at) as resolved_at,
    min(nullif(upperUTF8(replace(trim(c.order_id), '#', '')), '')) as order_key,
    min(c.session_id) as session_id,
    min(c.customer_key) as customer_key,
    min(c.medium) as medium,
    min(c.topic) as topic,
    min(c.agent_group) as agent_group,
    min(c.satisfaction) as satisfaction
from contacts as c
inner join latest as l on c.feed = l.feed and c.contact_id = l.contact_id and c.recency = l.recency
group by c.feed, c.contact_id
