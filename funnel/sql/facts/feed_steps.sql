-- row: one step that a traffic feed has ever shown; a step never shown is a hole, not a zero
-- parameters: none
-- tables: step_events, daily_rows
select distinct feed, letter from step_events where letter <> '.'
union
select distinct feed, 's' as letter from step_events
union
select distinct feed, 's' as letter from daily_rows where session_start is not null
union
select distinct feed, 'v' as letter from daily_rows where view_item is not null
union
select distinct feed, 'a' as letter from daily_rows where add_to_cart is not null
union
select distinct feed, 'c' as letter from daily_rows where begin_checkout is not null
union
select distinct feed, 'h' as letter from daily_rows where add_shipping_info is not null
union
select distinct feed, 'p' as letter from daily_rows where add_payment_info is not null
union
select distinct feed, 'o' as letter from daily_rows where purchase is not null
