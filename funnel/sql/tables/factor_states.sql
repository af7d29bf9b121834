-- row: one factor: whether the files measure it, how many visits could meet it and did
-- parameters: none
-- tables: none
create table factor_states (
    code varchar not null,
    bit integer,                  -- in patterns of loss_cells; null when it is not counted in visits
    state varchar not null,       -- measured, partly, not_measured
    lacking varchar,              -- kind.column (or kind.event=name, or kind.link) that would measure it; null when measured
    chances bigint not null,      -- visits (clicks, without a bit) that could meet it and whose flag is known
    unmeasured bigint not null,   -- those that could meet it and whose flag is not known
    first_day date,               -- of those whose flag is known
    last_day date,
    met bigint                    -- visits that met it; null without a bit
);
