-- row: visits of one channel, device, kind of visitor and category, on whatever day: its number is its place, from 0
-- parameters: none
-- tables: loss_parts
select
    channel,
    device,
    visitor,
    category
from loss_parts
order by part
