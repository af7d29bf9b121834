"""Every change leaves a line; a change made on an outdated reading is refused with both versions."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from funnel.board.card import FIELDS, Change
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import HISTORY
from funnel.errors import EditedMeanwhile, WrongUse, sentence

Values = Mapping[str, Any]


def make(connection: sa.Connection, table: sa.Table, values: Values, who: str) -> int:
    """Add a row with its first line of history; gives its number."""
    made = connection.execute(table.insert().values(**values, revision=1))
    number = int((made.inserted_primary_key or (0,))[0])
    _note(connection, table, (number, 1), {"": (None, None)}, who)
    return number


def make_once(connection: sa.Connection, table: sa.Table, values: Values, who: str) -> int:
    """The same, or the number of the row that a first click with this `token` made already."""
    query = sa.select(table.c.id).where(table.c.token == values["token"])
    held = connection.execute(query).scalar()
    if held is not None:
        return int(held)
    try:
        with connection.begin_nested():
            return make(connection, table, values, who)
    except sa.exc.IntegrityError:  # another connection was first between the look and the write
        return int(connection.execute(query).scalar_one())


def make_first(connection: sa.Connection, table: sa.Table, values: Values, who: str) -> int:
    """The same for a row that only one may write; raises EditedMeanwhile when somebody else wrote it first."""
    try:
        with connection.begin_nested():
            return make(connection, table, values, who)
    except sa.exc.IntegrityError as cause:
        raise EditedMeanwhile(
            sentence("Somebody else wrote this meanwhile. Yours was not saved; look at it again first.")
        ) from cause


def edit(connection: sa.Connection, table: sa.Table, place: tuple[int, int], values: Values, who: str) -> int:
    """Change a row read at `place` = (number, revision); gives the new revision, the old one if nothing differs.

    Raises EditedMeanwhile when somebody else changed it since, and WrongUse when it does not exist.
    """
    number, revision = place
    held = row_of(connection, table, number)
    differs = {name: (held[name], value) for name, value in values.items() if held[name] != value}
    if held["revision"] == revision and not differs:
        return revision
    done = connection.execute(
        table.update()
        .where(table.c.id == number, table.c.revision == revision)
        .values({name: new for name, (_, new) in differs.items()} | {"revision": revision + 1})
    )
    if done.rowcount != 1:
        raise _edited_meanwhile(connection, table, place, values)
    _note(connection, table, (number, revision + 1), differs, who)
    return revision + 1


def remove(connection: sa.Connection, table: sa.Table, place: tuple[int, int], who: str) -> None:
    """Take a row away; what it said stays in the history. Raises as `edit` does."""
    number, revision = place
    held = row_of(connection, table, number)
    done = connection.execute(table.delete().where(table.c.id == number, table.c.revision == revision))
    if done.rowcount != 1:
        raise _edited_meanwhile(connection, table, place, {})
    gone = {name: (value, None) for name, value in held.items() if name not in ("id", "revision")}
    _note(connection, table, (number, revision + 1), gone, who)


def row_of(connection: sa.Connection, table: sa.Table, number: int) -> dict[str, Any]:
    """One row by its number, or WrongUse."""
    held = connection.execute(table.select().where(table.c.id == number)).mappings().first()
    if held is None:
        raise WrongUse(sentence("This is not on the board any more; somebody took it away."))
    return dict(held)


def changes_of(board: Board, thing: str, number: int) -> tuple[Change, ...]:
    """Everything that happened to a row of table `thing`, newest first."""
    with board.reading() as connection:
        return _changes(connection, thing, number, 0)


def last_change(board: Board) -> int:
    """Number of the newest line of history: a board that still says the same has not changed."""
    with board.reading() as connection:
        return int(connection.execute(sa.select(sa.func.max(HISTORY.c.id))).scalar() or 0)


def as_stored(value: object) -> str | None:
    """A value as history keeps it: text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else str(value)


def _note(
    connection: sa.Connection, table: sa.Table, place: tuple[int, int], differs: Mapping[str, Any], who: str
) -> None:
    now = datetime.now(UTC)
    lines = [
        {
            "changed_at": now,
            "who": who,
            "thing": table.name,
            "thing_id": place[0],
            "revision": place[1],
            "field": name,
            "was": as_stored(was),
            "becomes": as_stored(becomes),
        }
        for name, (was, becomes) in differs.items()
    ]
    connection.execute(HISTORY.insert(), lines)


def note(connection: sa.Connection, table: sa.Table, number: int, differs: Mapping[str, Any], who: str) -> None:
    """A line of history that leaves the row's revision as it is: something was added to it."""
    _note(connection, table, (number, 0), differs, who)


def _changes(connection: sa.Connection, thing: str, number: int, after: int) -> tuple[Change, ...]:
    rows = connection.execute(
        HISTORY.select()
        .where(HISTORY.c.thing == thing, HISTORY.c.thing_id == number, HISTORY.c.revision >= after)
        .order_by(HISTORY.c.id.desc())
    )
    return tuple(thing_of(Change, row) for row in rows.mappings())


def _edited_meanwhile(
    connection: sa.Connection, table: sa.Table, place: tuple[int, int], values: Values
) -> EditedMeanwhile:
    theirs = _changes(connection, table.name, place[0], place[1] + 1)
    same = next((one for one in theirs if one.field in values), theirs[0] if theirs else None)
    if same is None or not values:
        return EditedMeanwhile(
            sentence("Somebody else changed this meanwhile. Yours was not saved; look at it again first.")
        )
    mine = next(name for name in (same.field, *values) if name in values)
    return EditedMeanwhile(
        sentence(
            "Meanwhile {who} changed “{field}” from “{was}” to “{becomes}”. Your “{mine}”: “{yours}” was not saved; "
            "look at both and save again.",
            who=same.who or sentence("somebody"),
            field=FIELDS.get(same.field, same.field),
            was=same.was or "",
            becomes=same.becomes or "",
            mine=FIELDS.get(mine, mine),
            yours=as_stored(values[mine]) or "",
        )
    )
