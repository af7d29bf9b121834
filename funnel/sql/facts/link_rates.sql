-- row: one kind of link between exports, and how many it joined
-- parameters: none
-- tables: contact_rows, contact_visits, order_rows, purchases, order_links, view_links
select
    'contact_to_visit' as link,
    (select cast(count(*) as bigint) from contact_visits) as linked,
    (select cast(count(*) as bigint) from contact_rows) as told
union all
select
    'contact_to_order' as link,
    (
        select cast(count(*) as bigint)
        from contact_rows as c
        where c.order_key in (select o.order_key from order_rows as o)
    ) as linked,
    (select cast(count(*) as bigint) from contact_rows where order_key is not null) as told
union all
select
    'purchase_to_order' as link,
    (select cast(count(*) as bigint) from order_links) as linked,
    (select cast(count(*) as bigint) from purchases where order_id is not null) as told
union all
select
    'first_view_to_stock' as link,
    (select cast(coalesce(sum(linked), 0) as bigint) from view_links) as linked,
    (select cast(coalesce(sum(views), 0) as bigint) from view_links) as told
