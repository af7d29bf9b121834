-- row: visits of one channel, device, category and kind of visitor, on whatever day, numbered from 0
-- parameters: none
-- tables: loss_money
select
    cast(row_number() over (order by channel, device, visitor, category) - 1 as integer) as part,
    channel,
    device,
    category,
    visitor
from (
    select distinct
        channel,
        device,
        category,
        visitor
    from loss_money
) as p
