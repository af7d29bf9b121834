-- row: one visit, and the letters of its steps in time order, its first event first (funnel/paths.py)
-- parameters: none
-- tables: step_events
with placed as (
    select
        feed,
        visit,
        -- Place in time, record and letter in one whole number: those are sorted three times faster than rows. The first event comes first.
        list_sort(list(
            case
                when opens = 1 then cast('-1329227995784915872903807060280344576' as hugeint)
                else cast(epoch_us(moment) as hugeint) * 72057594037927936
            end + cast(record as hugeint) * 256 + ascii(letter)
        )) as steps
    from step_events
    group by feed, visit
)

select
    feed,
    visit,
    array_to_string(list_transform(steps, lambda step: chr(cast(step & 255 as integer))), '') as sequence
from placed
