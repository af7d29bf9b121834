-- row: the first event of a visit, its first later view, and every later event of another step; `letter` as in funnel/paths.py, '.' when no step
-- parameters: none
-- tables: visit_events, session_rows, purchases
with coded as (
    select
        feed,
        visit,
        moment,
        record,
        case
            when event = 'view_item' then 1
            when event = 'add_to_cart' then 2
            when event = 'begin_checkout' then 3
            when event = 'add_shipping_info' then 4
            when event = 'add_payment_info' then 5
            when event = 'purchase' then 6
            else 0
        end as code
    from visit_events
),

-- Moment, record and code in one whole number: one grouping finds the first event, and lists are sorted by numbers alone.
placed as (
    select
        feed,
        visit,
        code,
        cast(epoch_us(moment) as hugeint) * 1152921504606846976 + (record * 8 + code) as place
    from coded
),

listed as (
    select
        feed,
        visit,
        min(place) as opening,
        list(place) filter (where code = 1) as views,
        list(place) filter (where code > 1) as others
    from placed
    group by feed, visit
),

buying_visits as (
    select distinct
        feed,
        visit
    from purchases
),

found as (
    select
        l.feed,
        l.visit,
        b.visit is not null as buys,
        -- A view after a view opens no way that the first did not open: funnel/paths.py.
        list_concat([
            l.opening,
            list_min(list_filter(l.views, lambda place: (l.opening & 7) <> 1 or (place >> 60) > (l.opening >> 60)))
        ], l.others) as places
    from listed as l
    left join buying_visits as b on l.feed = b.feed and l.visit = b.visit
),

-- Moment, code and record: the same step of one moment lies side by side, and the first of them stands for all.
stepped as (
    select
        feed,
        visit,
        buys,
        places[1] as opening,
        list_sort(list_transform(
            places,
            lambda place: ((place >> 60) * 8 + (place & 7)) * 144115188075855872 + ((place & 1152921504606846975) >> 3)
        )) as steps
    from found
),

kept as (
    select
        feed,
        visit,
        buys,
        (opening >> 60) * 8 + (opening & 7) as opening,
        unnest(list_filter(steps, lambda step, nth: nth = 1 or (step >> 57) is distinct from (steps[nth - 1] >> 57))) as step
    from stepped
),

flags as (
    select feed, visit, moment, 0 as record, '.' as letter, 1 as opens
    from session_rows
    union all
    select feed, visit, moment, 1 as record, 'v' as letter, 0 as opens
    from session_rows where view_item > 0
    union all
    select feed, visit, moment, 2 as record, 'a' as letter, 0 as opens
    from session_rows where add_to_cart > 0
    union all
    select feed, visit, moment, 3 as record, 'c' as letter, 0 as opens
    from session_rows where begin_checkout > 0
    union all
    select feed, visit, moment, 4 as record, 'h' as letter, 0 as opens
    from session_rows where add_shipping_info > 0
    union all
    select feed, visit, moment, 5 as record, 'p' as letter, 0 as opens
    from session_rows where add_payment_info > 0
    union all
    select s.feed, s.visit, s.moment, 6 as record, 'o' as letter, 0 as opens
    from session_rows as s
    inner join buying_visits as b on s.feed = b.feed and s.visit = b.visit
)

select
    feed,
    visit,
    make_timestamp(cast(step >> 60 as bigint)) as moment,
    case when ((step >> 57) & 7) = 6 and not buys then '.' else substr('.vachpo', cast((step >> 57) & 7 as bigint) + 1, 1) end as letter,
    cast(step & 144115188075855871 as bigint) as record,
    case when (step >> 57) = opening then 1 else 0 end as opens
from kept
where ((step >> 57) & 7) between 1 and 5 or (((step >> 57) & 7) = 6 and buys) or (step >> 57) = opening
union all
select
    feed,
    visit,
    moment,
    letter,
    record,
    opens
from flags
