-- row: one visit that met one problem
-- parameters: none
-- tables: problems, factor_bits
select
    b.code as code,
    p.feed,
    p.visit
from problems as p
inner join factor_bits as b on p.problem = b.problem
where p.met = 1
