-- row: one page that ever showed a product
-- parameters: none
-- tables: view_pages
select distinct page from view_pages
