-- row: contacts opened in the period of one asked-for kind; a key not asked for is null; percentiles are exact, of the contacts answered
-- parameters: $start, $end, $by_weekday, $by_hour, $by_medium, $by_topic, $by_team, $on_hours, $opens, $closes, $days_served, $served, $served_before
-- tables: desk_contacts
with timed as (
    select
        *,
        case
            when first_reply_seconds is null then null
            -- Seconds served since Monday at the answer, less those at the opening, and what whole weeks between the Mondays hold.
            when $on_hours then greatest(
                0,
                (
                    date_diff('week', date_trunc('week', opened_day), date_trunc('week', replied_day)) * $days_served
                    + cast(substr($served_before, replied_weekday, 1) as integer)
                    - cast(substr($served_before, weekday, 1) as integer)
                ) * ($closes - $opens)
                + cast(substr($served, replied_weekday, 1) as integer) * (greatest($opens, least($closes, replied_second)) - $opens)
                - cast(substr($served, weekday, 1) as integer) * (greatest($opens, least($closes, opened_second)) - $opens)
            )
            else first_reply_seconds
        end as reply_seconds
    from desk_contacts
    where day between $start and $end
)

select
    case when $by_weekday then weekday end as weekday,
    case when $by_hour then hour end as hour,
    case when $by_medium then medium end as medium,
    case when $by_topic then topic end as topic,
    case when $by_team then team end as team,
    count(*) as contacts,
    count(first_reply_seconds) as answered,
    percentile_disc(0.5) within group (order by reply_seconds) as p50,
    percentile_disc(0.9) within group (order by reply_seconds) as p90,
    count(unanswered) as judged,
    sum(unanswered) as unanswered,
    sum(rated) as rated,
    sum(bad) as bad,
    sum(about) as about,
    sum(about_order) as about_orders,
    sum(about_money) as about_money,
    sum(gone_money) as gone_money,
    count(followed) as linked,
    sum(followed) as followed,
    sum(followed_money) as followed_money
from timed
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
