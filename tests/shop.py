"""A small store made of rows that stand in the test: contract rows in, a published generation out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow

from funnel.settings import Settings
from funnel.store import Receipt, Store
from funnel.store.queries import named_query
from funnel.terms import Kind

Row = Mapping[str, object]
PLAIN = Settings(zone="UTC", late_days=0, kept_days=14, currency="PLN")


def shop(folder: Path, **settings: object) -> Store:
    """An empty store whose settings are UTC, no late days, PLN, unless told otherwise."""
    store = Store(folder)
    store.__dict__["settings"] = replace(PLAIN, **settings)
    return store


def shelve(
    store: Store,
    kind: Kind,
    rows: Iterable[Row],
    *,
    feed: str = "web",
    until: str | None = None,
    columns: Iterable[str] | None = None,
    session_orders: Iterable[Row] = (),
    rejected: Iterable[Row] = (),
) -> Receipt:
    """Keep the rows as one import; record and day are filled in where a row leaves them out."""
    whole = [_whole(row, number, store.settings.zone, kind) for number, row in enumerate(rows, start=1)]
    parts = store.shelf.staging_folder()
    write_part(parts / "accepted.parquet", kind.value, whole)
    if orders := list(session_orders):
        write_part(parts / "session_orders.parquet", "session_orders", orders)
    refused = list(rejected)
    _write_rejected(parts / "rejected.parquet", refused)
    receipt = _receipt(kind, whole, store.settings, feed=feed, until=until, columns=columns, refused=refused)
    store.shelf.keep(receipt, parts)
    return receipt


def published(store: Store, kind: Kind, rows: Iterable[Row], **told: object) -> Store:
    """Keep the rows as one import and publish everything on the shelf."""
    shelve(store, kind, rows, **told)
    store.publish()
    return store


def write_part(path: Path, table: str, rows: Iterable[Row]) -> None:
    """Rows of contract `table` as a Parquet file; columns a row leaves out are null."""
    with duckdb.connect() as connection:
        connection.execute(named_query(f"tables/{table}"))
        if told := list(rows):
            names = sorted({name for row in told for name in row})
            texts = [{name: _text(row.get(name)) for name in names} for row in told]
            given = pyarrow.Table.from_pylist(
                texts, schema=pyarrow.schema([(name, pyarrow.string()) for name in names])
            )
            connection.register("given", given)
            connection.execute(f"insert into {table} by name select * from given")
        connection.table(table).write_parquet(str(path))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _write_rejected(path: Path, rows: list[Row]) -> None:
    with duckdb.connect() as connection:
        connection.execute('create table rejected (record bigint, "column" varchar, value varchar, reason varchar)')
        for row in rows:
            told = [row["record"], row.get("column"), row.get("value"), row.get("reason")]
            connection.execute("insert into rejected values (?, ?, ?, ?)", told)
        connection.table("rejected").write_parquet(str(path))


def _whole(row: Row, number: int, zone: str, kind: Kind) -> dict[str, object]:
    told = {"record": number, **row}
    if "moment" in told and told.get("day") is None and told["moment"] is not None:
        at = datetime.fromisoformat(str(told["moment"])).replace(tzinfo=UTC)
        told["day"] = at.astimezone(ZoneInfo(zone)).date().isoformat()
    if kind in (Kind.TRAFFIC_DAILY, Kind.AD_COSTS, Kind.CARD_DAILY):
        told.setdefault("day_to", told["day"])
    return told


def _receipt(
    kind: Kind,
    rows: list[dict[str, object]],
    settings: Settings,
    *,
    feed: str,
    until: str | None,
    columns: Iterable[str] | None,
    refused: list[Row],
) -> Receipt:
    rejected = len({row["record"] for row in refused})
    days = sorted(str(row["day"]) for row in rows if row.get("day"))
    moments = sorted(str(row["moment"]) for row in rows if row.get("moment"))
    ends = sorted(str(row.get("day_to") or row["day"]) for row in rows if row.get("day"))
    content = repr((kind.value, feed, until, rows)).encode()
    held = list(columns) if columns is not None else sorted({name for row in rows for name in row} - {"record"})
    return Receipt(
        import_id=sha256(content).hexdigest()[:16],
        file_name=f"{feed}-{len(rows)}.csv",
        file_sha256=sha256(content).hexdigest(),
        file_bytes=len(content),
        source=feed,
        feed=feed,
        kind=kind.value,
        recognised_by="named",
        encoding="utf-8",
        delimiter=",",
        header_line=1,
        zone=settings.zone,
        currency=settings.currency,
        first_day=days[0] if days else None,
        last_day=ends[-1] if ends else None,
        data_until=until or (moments[-1] if moments else f"{ends[-1]} 00:00:00" if ends else None),
        rows_in=len(rows) + rejected,
        accepted=len(rows),
        rejected=rejected,
        duplicate=0,
        set_aside=0,
        columns={name: name for name in held},
        imported_at="2026-11-21T12:00:00",
    )


def event(moment: str, name: str, visit: str | None = None, **more: object) -> dict[str, object]:
    """One row of traffic_events."""
    return {"moment": moment, "event": name, "session_id": visit, **more}


def visit(moment: str, visit_id: str, *names: str, **more: object) -> list[dict[str, object]]:
    """A visit that opens at `moment` and does the events, one a minute; session_start comes first."""
    start = datetime.fromisoformat(moment)
    events = ("session_start", *names)
    return [
        event((start.replace(second=0) + _minutes(number)).isoformat(sep=" "), name, visit_id, **more)
        for number, name in enumerate(events)
    ]


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def order_line(order_id: str, day: str, total: str, **more: object) -> dict[str, object]:
    """One paid order of one line, placed at noon of `day`."""
    return {
        "order_id": order_id, "line": 1, "moment": f"{day} 12:00:00", "order_total": total, "status": "paid", **more,
    }  # fmt: skip


def days(first: str, number: int) -> list[str]:
    """`number` days from `first`, as ISO text."""
    start = date.fromisoformat(first)
    return [date.fromordinal(start.toordinal() + place).isoformat() for place in range(number)]
