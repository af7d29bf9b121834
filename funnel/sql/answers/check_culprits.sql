-- row: one factor that visits meet and one kind of culprit: visits that met it, and visits that are laid to somebody
-- parameters: none
-- tables: factor_states, culprit_cells
select
    f.code,
    c.kind,
    f.met,
    coalesce(c.visits, 0) as laid
from factor_states as f
left join (
    select
        code,
        kind,
        sum(sessions) as visits
    from culprit_cells
    group by code, kind
) as c on f.code = c.code
where f.met > 0
order by f.code, c.kind
