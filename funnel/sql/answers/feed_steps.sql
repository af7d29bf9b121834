-- row: one step that a traffic feed has ever shown
-- parameters: none
-- tables: feed_steps
select
    feed,
    letter
from feed_steps
order by feed, letter
