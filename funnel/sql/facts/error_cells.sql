-- row: visits that met one kind and code of error on one page (the 300 met most) on one day, channel and device, and payments among them
-- parameters: none
-- tables: noted_events, chain_visits
with met as (
    select distinct
        feed,
        visit,
        noted,
        coalesce(page, 'not_stated') as page,
        coalesce(error, 'not_stated') as error
    from noted_events
    where noted in ('page_error', 'checkout_error', 'payment_error')
),

pages as (
    select
        page,
        row_number() over (order by count(*) desc, page) as place
    from met
    group by page
)

select
    c.feed as feed,
    c.day as day,
    c.channel as channel,
    c.device as device,
    m.noted as noted,
    case when p.place <= 300 then m.page else 'other' end as page,
    m.error as error,
    count(*) as visits,
    sum(case when c.furthest = 5 then 1 else 0 end) as paid,
    sum(c.paid_value) as revenue
from met as m
inner join chain_visits as c on m.feed = c.feed and m.visit = c.visit
inner join pages as p on m.page = p.page
group by 1, 2, 3, 4, 5, 6, 7
