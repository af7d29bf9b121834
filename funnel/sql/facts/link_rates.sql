-- row: one kind of link between exports, and how many it joined
-- parameters: none
-- tables: contact_rows, contact_visits, order_rows, purchases, order_links, first_views, viewed_levels
select
    'contact_to_visit' as link,
    (select count(*) from contact_visits) as linked,
    (select count(*) from contact_rows) as told
union all
select
    'contact_to_order' as link,
    (
        select count(*)
        from contact_rows as c
        where c.order_key in (select o.order_key from order_rows as o)
    ) as linked,
    (select count(*) from contact_rows where order_key is not null) as told
union all
select
    'purchase_to_order' as link,
    (select count(*) from order_links) as linked,
    (select count(*) from purchases where order_id is not null) as told
union all
select
    'first_view_to_stock' as link,
    (select count(*) from viewed_levels where available_at is not null) as linked,
    (select count(*) from first_views) as told
