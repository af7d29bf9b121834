-- row: one visit that met one problem, and one culprit of it (funnel/factors.py)
-- parameters: none
-- tables: none
create table culprit_rows (
    code varchar not null,
    kind varchar not null,        -- what the culprit is: product, page, campaign, ...
    feed varchar not null,
    visit varchar not null,
    culprit varchar               -- null = not stated
);
