-- row: one visit that asked in a chat before anything was in its cart: whether nobody ever answered
-- parameters: none
-- tables: first_chats, step_moments
select
    c.feed,
    c.visit,
    c.unanswered as met
from first_chats as c
left join step_moments as m on c.feed = m.feed and c.visit = m.visit
where m.cart_at is null or c.moment <= m.cart_at
