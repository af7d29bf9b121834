-- row: one feed of any kind and how far it reaches
-- parameters: none
-- tables: feeds
select
    feed,
    kind,
    grain,
    first_day,
    newest_day,
    accepted
from feeds
order by feed
