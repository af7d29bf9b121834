-- row: one search term of one marketplace over the reports counted; positions weighed by card opens, the searches of all buyers once a report
-- parameters: $marketplaces, $feeds, $days, $days_to (the reports counted, side by side)
-- tables: card_search_rows
with counted as (
    select
        unnest(cast($marketplaces as varchar[])) as marketplace,
        unnest(cast($feeds as varchar[])) as feed,
        unnest(cast($days as date[])) as day,
        unnest(cast($days_to as date[])) as day_to
),

of_report as (
    select
        s.marketplace,
        s.search_term,
        s.day,
        max(s.searches) as searches,
        sum(s.card_opens) as card_opens,
        sum(s.add_to_cart) as add_to_cart,
        sum(s.orders) as orders,
        sum(s.search_position * s.card_opens) as weighed_positions,
        sum(case when s.search_position is not null then s.card_opens end) as weights
    from card_search_rows as s
    inner join counted as c
        on s.marketplace = c.marketplace and s.feed = c.feed and s.day = c.day and s.day_to = c.day_to
    group by s.marketplace, s.search_term, s.day
)

select
    marketplace,
    search_term,
    sum(searches) as searches,
    sum(card_opens) as card_opens,
    sum(add_to_cart) as add_to_cart,
    sum(orders) as orders,
    sum(weighed_positions) as weighed_positions,
    sum(weights) as weights
from of_report
group by marketplace, search_term
order by marketplace, search_term
