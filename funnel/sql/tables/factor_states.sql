-- row: one factor: whether the files measure it, how many visits could meet it and did
-- parameters: none
-- tables: none
create table factor_states (
    code varchar not null,
    bit integer,                  -- in patterns of loss_cells; null when it is not counted in visits
    state varchar not null,       -- measured, partly, not_measured
    met bigint,
    chances bigint,               -- visits that could meet it and whose flag is known
    unmeasured bigint,            -- visits that could meet it and whose flag is not known
    first_day date,               -- of the visits whose flag is known
    last_day date,
    lacking varchar               -- kind and column (or event) that would measure it; null when nothing is missing
);
