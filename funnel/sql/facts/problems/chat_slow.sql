-- row: one visit that asked in a chat before anything was in its cart: whether the first answer took longer than the limit
-- parameters: $chat_slow_minutes
-- tables: first_chats, step_moments
select
    c.feed,
    c.visit,
    case
        when c.first_reply_seconds > $chat_slow_minutes * 60 then 1
        when c.first_reply_seconds is not null or c.unanswered = 1 then 0
    end as met
from first_chats as c
left join step_moments as m on c.feed = m.feed and c.visit = m.visit
where m.cart_at is null or c.moment <= m.cart_at
