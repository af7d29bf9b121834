-- row: one visit that tried to pay, in a feed that reports payment errors: whether its first try failed
-- parameters: none
-- tables: first_errors, step_moments
with telling as (
    select distinct feed
    from first_errors
    where noted = 'payment_error'
),

tried as (
    select feed, visit
    from step_moments
    where payment_at is not null
    union
    select feed, visit
    from first_errors
    where noted = 'payment_error'
)

select
    t.feed as feed,
    t.visit as visit,
    case
        when e.moment is null or e.moment > m.bought_at or e.moment > m.payment_again_at then 0
        else 1
    end as met
from tried as t
inner join telling as k on t.feed = k.feed
left join first_errors as e on t.feed = e.feed and t.visit = e.visit and e.noted = 'payment_error'
left join step_moments as m on t.feed = m.feed and t.visit = m.visit
