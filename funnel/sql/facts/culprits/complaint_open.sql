-- row: one visit of a customer whose contact was still open: what it was about, and the team
-- parameters: $complaint_days
-- tables: met_problems, bought_orders, contact_rows
with before_order as (
    select
        p.feed as feed,
        p.visit as visit,
        c.topic as topic,
        c.agent_group as agent_group,
        row_number() over (partition by p.feed, p.visit order by c.moment desc, c.feed, c.contact_id) as place
    from met_problems as p
    inner join bought_orders as b on p.feed = b.feed and p.visit = b.visit
    inner join contact_rows as c
        on
            b.customer_key = c.customer_key
            and c.moment <= b.moment - interval ($complaint_days) day
            and c.moment >= b.moment - interval '30' day
    where p.code = 'complaint_open'
)

select
    feed,
    visit,
    topic,
    agent_group
from before_order
where place = 1
