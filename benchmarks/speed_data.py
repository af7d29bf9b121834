"""An event log for the benchmark of speed: 90 days of a shop with 50,000 products, as one CSV of any length.

Visits of eight rows; most only look, some fill a cart, begin a checkout and pay. One row in twenty lies out of time
order, one in a hundred is there twice, one in a thousand cannot be read. The same rows for the same arguments.
"""

from pathlib import Path

import duckdb

DAYS = 90
ROWS_A_VISIT = 8

ROWS = """
with placed as (
    select case when hash(i) % 100 = 0 and i % 8 > 0 then i - 1 else i end as i from range($first, $past) t(i)
),
seen as (
    select i, i // 8 as visit, i % 8 as place, hash(i // 8 + 7) % 1000 as luck,
        cast(pow(hash(i * 3 + 1) % 100003 / 100003.0, 3) * 50000 as integer) as product
    from placed
),
told as (
    select *,
        case when place = 3 and luck < 220 then 'add_to_cart' when place = 5 and luck < 110 then 'begin_checkout'
            when place = 7 and luck < 60 then 'purchase' else 'view_item' end as event,
        timestamp '2026-07-01' + to_microseconds(cast(visit * 1000000.0 * $seconds / $visits as bigint))
            + to_seconds(cast(place * 40 + hash(i + 5) % 40 as integer))
            - to_seconds(cast(case when hash(i + 11) % 20 = 0 then hash(i) % 300 else 0 end as integer)) as moment
    from seen
)
select
    case when hash(i + 13) % 3000 = 0 then 'soon' else strftime(moment, '%Y-%m-%d %H:%M:%S') end as "timestamp",
    case when hash(i + 13) % 3000 = 1 then '' else event end as event,
    md5(cast(visit as varchar)) as session_id,
    'u' || (hash(visit) % ($visits // 2 + 1)) as user_id,
    'SKU-' || lpad(cast(product as varchar), 6, '0') as product_id,
    'category-' || (product % 240) as category,
    case when hash(i + 13) % 3000 = 2 then 'much' else
        printf('%d.%02d', cast(5 + product % 500 as integer), cast(product % 100 as integer)) end as price,
    (['mobile', 'desktop', 'tablet', 'tv'])[1 + cast(hash(visit + 2) % 4 as integer)] as device,
    (['google', 'email', 'direct', 'yandex', 'facebook', 'newsletter', 'partner', 'bing'])
        [1 + cast(hash(visit + 1) % 8 as integer)] as utm_source
from told
"""


def write_events(path: Path, rows: int) -> None:
    """A CSV of `rows` events over 90 days."""
    _write(path, rows, 0, rows)


def write_last_day(path: Path, rows: int) -> None:
    """The day after the log of `rows` events: as many rows as a day of it has, of visits it does not hold."""
    _write(path, rows, rows, rows + rows // DAYS)


def _write(path: Path, rows: int, first: int, past: int) -> None:
    told = {"first": first, "past": past, "seconds": DAYS * 86_400, "visits": rows // ROWS_A_VISIT}
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.execute("set enable_progress_bar = false")
        connection.sql(ROWS, params=told).write_csv(str(path), header=True)
