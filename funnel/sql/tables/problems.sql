-- row: one problem one visit had the opportunity to meet
-- parameters: none
-- tables: none
create table problems (
    feed varchar not null,
    visit varchar not null,
    problem bigint not null,      -- bit of the factor
    met integer                   -- 1 met, 0 not, null not measured
);
