-- row: one step of the chain of losses, from 1, and the bits of the factors that can harm it (funnel/factors.py)
-- parameters: none
-- tables: none
create table loss_steps (
    step varchar not null,
    place integer not null,
    mask bigint not null
);
