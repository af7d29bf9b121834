-- row: one contact: day, weekday and hour by the shop's clock, its first answer, the order it is about and the order that followed; null is not known
-- parameters: $zone, $kept_until
-- tables: contact_rows, contact_orders, contact_followed, order_rows
with answering as (
    select
        feed,
        max(moment) as newest
    from contact_rows
    group by feed
    having count(first_reply_seconds) > 0
),

timed as (
    select
        *,
        from_utc_timestamp(moment, $zone) as opened,
        from_utc_timestamp(moment + first_reply_seconds * interval '1' second, $zone) as replied
    from contact_rows
)

select
    c.feed as feed,
    c.day as day,
    cast(extract(dayofweek_iso from c.opened) as integer) as weekday,
    cast(extract(hour from c.opened) as integer) as hour,
    cast(c.opened as date) as opened_day,
    cast(extract(hour from c.opened) * 3600 + extract(minute from c.opened) * 60 + extract(second from c.opened) as integer) as opened_second,
    coalesce(c.medium, 'not_stated') as medium,
    coalesce(c.topic, 'not_stated') as topic,
    coalesce(c.agent_group, 'not_stated') as team,
    c.first_reply_seconds as first_reply_seconds,
    cast(c.replied as date) as replied_day,
    cast(extract(hour from c.replied) as integer) as replied_hour,
    cast(extract(dayofweek_iso from c.replied) as integer) as replied_weekday,
    cast(extract(hour from c.replied) * 3600 + extract(minute from c.replied) * 60 + extract(second from c.replied) as integer) as replied_second,
    case
        when c.first_reply_seconds is not null then 0
        -- A contact of the export's last day may be answered still.
        when c.moment < a.newest - interval '1' day then 1
    end as unanswered,
    case when c.satisfaction in ('good', 'bad', '1', '2', '3', '4', '5') then 1 else 0 end as rated,
    case when c.satisfaction in ('bad', '1', '2') then 1 else 0 end as bad,
    case when o.order_key is null then 0 else 1 end as about,
    case when w.place = 1 then 1 else 0 end as about_order,
    case when w.place = 1 then o.total end as about_money,
    case
        when w.place > 1 or o.day > $kept_until then null
        when o.cancelled = 1 then o.total
        when o.returned = 1 then o.refunded
        when o.order_key is not null then 0
    end as gone_money,
    f.followed as followed,
    f.money as followed_money
from timed as c
left join answering as a on c.feed = a.feed
left join contact_orders as w on c.feed = w.feed and c.contact_id = w.contact_id
left join order_rows as o on w.book_feed = o.feed and w.order_key = o.order_key
left join contact_followed as f on c.feed = f.feed and c.contact_id = f.contact_id
