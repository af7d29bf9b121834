"""What every list of the site screen stands on: the days of traffic, and the channels and devices asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from funnel.answers.list_ground import Frame, Shape, Sums, filters_of, frame_of, listed
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.periods import Period
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Dimension, Kind

EVENTS: Final = Kind.TRAFFIC_EVENTS
KNOWN: Final = (Dimension.CHANNEL, Dimension.DEVICE)


def site_frame(reader: Reader, question: ListQuestion) -> Frame:
    """The period asked, or all days of traffic."""
    span = reader.ask("answers/traffic_span")[0]
    frame = frame_of(reader, question, span["first_day"], span["newest_day"])
    return frame if span["newest_day"] else replace(frame, period=None)


def ask_site(reader: Reader, name: str, period: Period, question: ListQuestion, **flags: bool) -> list[dict[str, Any]]:
    """Rows of one of the site's answer queries; raises WrongUse for a filter it does not keep."""
    asked = {"start": period.start, "end": period.end, **filters_of(question, KNOWN), **flags}
    return reader.ask(f"answers/{name}", asked)


def site_list(store: Store, question: ListQuestion, shape: Shape, name: str, **flags: bool) -> ListAnswer:
    """The list that one query answers, its total the sum of its rows."""
    filters_of(question, KNOWN)
    with store.reading() as reader:
        frame = site_frame(reader, question)
        rows = ask_site(reader, name, frame.period, question, **flags) if frame.period else []
        known = rows or ever(reader, name)
    return listed(store, frame, seen_in(shape, held=bool(known)), rows, question)


def ever(reader: Reader, name: str) -> list[dict[str, Any]]:
    """The same rows over all days, channels and devices: what is not there was never measured."""
    return reader.ask(f"answers/{name}", {"start": date.min, "end": date.max, "channels": None, "devices": None})


def seen_in(shape: Shape, *, held: bool) -> Shape:
    """The shape, knowing that what it needs is held on some day; none of it is then missing from the files."""
    needed = frozenset(column for need in shape.needs.values() for _, column in need)
    return replace(shape, seen=needed) if held else shape


def by_key(rows: Sequence[Sums], name: str) -> Mapping[str, Sums]:
    """Rows by the value of one key."""
    return {row[name]: row for row in rows}
