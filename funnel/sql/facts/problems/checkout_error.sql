-- row: one visit that began the checkout, in a feed that reports checkout errors: whether its first checkout broke
-- parameters: none
-- tables: first_errors, step_moments
with telling as (
    select distinct feed
    from first_errors
    where noted = 'checkout_error'
),

began as (
    select feed, visit
    from step_moments
    where checkout_at is not null
    union
    select feed, visit
    from first_errors
    where noted = 'checkout_error'
)

select
    b.feed as feed,
    b.visit as visit,
    case
        when e.moment is null or e.moment > m.payment_at or e.moment > m.checkout_again_at then 0
        else 1
    end as met
from began as b
inner join telling as k on b.feed = k.feed
left join first_errors as e on b.feed = e.feed and b.visit = e.visit and e.noted = 'checkout_error'
left join step_moments as m on b.feed = m.feed and b.visit = m.visit
