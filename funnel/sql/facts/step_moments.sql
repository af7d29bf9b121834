-- row: one visit that came further than its product: when it first reached the cart, the checkout, the payment, and tried again
-- parameters: none
-- tables: step_events
with firsts as (
    select
        feed,
        visit,
        min(case when letter in ('a', 'c', 'h', 'p', 'o') then moment end) as cart_at,
        min(case when letter in ('c', 'h', 'p', 'o') then moment end) as checkout_at,
        min(case when letter in ('p', 'o') then moment end) as payment_at,
        min(case when letter = 'o' then moment end) as bought_at
    from step_events
    where letter in ('a', 'c', 'h', 'p', 'o')
    group by feed, visit
)

select
    f.feed,
    f.visit,
    f.cart_at,
    f.checkout_at,
    f.payment_at,
    f.bought_at,
    min(case when s.letter = 'c' and s.moment > f.checkout_at then s.moment end) as checkout_again_at,
    min(case when s.letter = 'p' and s.moment > f.payment_at then s.moment end) as payment_again_at
from firsts as f
inner join step_events as s on f.feed = s.feed and f.visit = s.visit
group by f.feed, f.visit, f.cart_at, f.checkout_at, f.payment_at, f.bought_at
