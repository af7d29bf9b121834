-- row: one combination of tags and the channel the rules give it (funnel/channels.py); empty text stands for missing
-- parameters: none
-- tables: none
create table channels (
    stated varchar not null,
    source varchar not null,
    medium varchar not null,
    campaign varchar not null,
    channel varchar not null
);
