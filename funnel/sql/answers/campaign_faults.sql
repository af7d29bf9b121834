-- row: one campaign: visits whose first sight was a missing page, and visits whose first product was sold out
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: culprit_cells
with one_kind as (
    -- Every visit that met a problem has one row for each kind of culprit; one kind counts them once.
    select
        code,
        min(kind) as kind
    from culprit_cells
    where code in ('ad_mismatch', 'missing_page', 'out_of_stock')
    group by code
)

select
    c.campaign,
    sum(case when c.code = 'out_of_stock' then 0 else c.sessions end) as missing,
    sum(case when c.code = 'out_of_stock' then c.sessions else 0 end) as sold_out
from culprit_cells as c
inner join one_kind as k on c.code = k.code and c.kind = k.kind
where
    c.day between $start and $end
    and ($channels is null or list_contains($channels, c.channel))
    and ($devices is null or list_contains($devices, c.device))
    and ($categories is null or list_contains($categories, c.category))
    and ($visitors is null or list_contains($visitors, c.visitor))
    and ($campaigns is null or list_contains($campaigns, c.campaign))
    and ($sources is null or list_contains($sources, c.source))
group by c.campaign
order by c.campaign
