-- row: one sequence of steps and what counting needs to know of it (funnel/paths.py)
-- parameters: none
-- tables: none
create table paths (
    sequence varchar not null,
    path varchar not null
);
