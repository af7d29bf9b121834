-- row: visits of one feed, day, channel, device, browser (the 15 most used), kind of landing page, first search and path
-- parameters: none
-- tables: chain_visits, sessions, product_pages, first_searches
with searching as (
    select distinct feed
    from first_searches
),

browsers as (
    select
        browser,
        row_number() over (order by count(*) desc, browser) as place
    from sessions
    where browser is not null
    group by browser
),

told as (
    select
        c.feed as feed,
        c.day as day,
        c.channel as channel,
        c.device as device,
        case when s.browser is null then 'not_stated' when b.place <= 15 then s.browser else 'other' end as browser,
        s.page as page,
        case when p.page is null then 0 else 1 end as shows_product,
        lower(trim(leading '/' from s.page)) as inner_path,
        case
            when k.feed is null then null
            when f.visit is null then 'no_search'
            when f.search_results = 0 then 'empty_search'
            else 'search'
        end as search,
        s.path as path,
        s.orders as orders,
        s.revenue as revenue
    from chain_visits as c
    inner join sessions as s on c.feed = s.feed and c.visit = s.visit
    left join browsers as b on s.browser = b.browser
    left join product_pages as p on s.page = p.page
    left join searching as k on c.feed = k.feed
    left join first_searches as f on c.feed = f.feed and c.visit = f.visit
),

worded as (
    select
        *,
        substring(inner_path, 1, position('/' in concat(inner_path, '/')) - 1) as first_word
    from told
)

select
    feed,
    day,
    channel,
    device,
    browser,
    case
        when page is null then 'not_stated'
        when first_word = '' then 'home_page'
        when first_word in ('search', 'szukaj', 'poisk', 'find') then 'search_page'
        when first_word in ('cart', 'basket', 'koszyk', 'korzina') then 'cart_page'
        when first_word in ('checkout', 'order', 'zamowienie', 'oformlenie') then 'checkout_page'
        when shows_product = 1 then 'product_page'
        when first_word in ('p', 'product', 'products', 'item', 'produkt', 'tovar') then 'product_page'
        when first_word in ('c', 'category', 'categories', 'catalog', 'collections', 'kategoria', 'katalog') then
            'category_page'
        else 'other_page'
    end as page_kind,
    search,
    path,
    count(*) as sessions,
    sum(orders) as orders,
    sum(revenue) as revenue
from worded
group by 1, 2, 3, 4, 5, 6, 7, 8
