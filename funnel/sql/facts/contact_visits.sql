-- row: one contact and the visit during which it was opened: named by the contact, else of the same visitor within the hour before
-- parameters: none
-- tables: contact_rows, chain_visits
with by_session as (
    select
        c.feed as contact_feed,
        c.contact_id,
        c.moment,
        min(v.feed) as feed,
        v.visit as visit
    from contact_rows as c
    inner join chain_visits as v on c.session_id = v.visit
    group by c.feed, c.contact_id, c.moment, v.visit
),

near as (
    select
        c.feed as contact_feed,
        c.contact_id as contact_id,
        c.moment as moment,
        v.feed as feed,
        v.visit as visit,
        row_number() over (partition by c.feed, c.contact_id order by v.moment desc, v.feed, v.visit) as place
    from contact_rows as c
    inner join chain_visits as v
        on c.customer_key = v.visitor_key and v.moment <= c.moment and c.moment <= v.moment + interval '1' hour
    left join by_session as s on c.feed = s.contact_feed and c.contact_id = s.contact_id
    where s.contact_id is null
)

select
    contact_feed,
    contact_id,
    feed,
    visit,
    moment,
    'session' as way
from by_session
union all
select
    contact_feed,
    contact_id,
    feed,
    visit,
    moment,
    'visitor' as way
from near
where place = 1
