-- row: one ticket, dialog or call
-- parameters: none
-- tables: none
create table contacts (
    record bigint not null,
    contact_id varchar not null,
    moment timestamp not null,        -- opened, UTC
    day date not null,            -- opened, day of the shop's zone
    first_reply_at timestamp,
    first_reply_seconds bigint,   -- calendar clock; from the two times where both stand, else as the source states it
    resolved_at timestamp,
    order_id varchar,
    session_id varchar,
    customer_key varchar,
    medium varchar,               -- chat, email, phone, form, messenger
    topic varchar,
    status varchar,
    outcome varchar,
    satisfaction varchar,
    agent_group varchar
);
