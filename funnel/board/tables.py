"""The tables of the board, one declaration for SQLite and PostgreSQL. Migrations make them; a test holds both equal."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class TextDecimal(TypeDecorator[Decimal]):
    """An exact number in SQLite, which has none of its own: its digits as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Digits for the database."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:  # noqa: ARG002
        """The exact number of these digits."""
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone, for SQLite keeps none."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """UTC for the database."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """The moment with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


EXACT: Final = sa.Numeric(18, 2).with_variant(TextDecimal(), "sqlite")
METADATA: Final = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _own(name: str, *columns: sa.Column[Any] | sa.UniqueConstraint) -> sa.Table:
    """A table of things people change: a number, what they say, and how often it was changed."""
    return sa.Table(
        name,
        METADATA,
        sa.Column("id", sa.Integer, primary_key=True),
        *columns,
        sa.Column("revision", sa.Integer, nullable=False),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


CARDS: Final = _own(
    "cards",
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("made_at", Moment, nullable=False),
    _text("made_by"),
    _text("origin"),
    sa.Column("stage", sa.Text, nullable=False, index=True),
    _text("title"),
    _text("group_code"),
    _text("step"),
    _text("factor"),
    _text("owner_role"),
    _text("owner_name"),
    _text("we_believe"),
    _text("for_whom"),
    _text("outcome"),
    _text("because"),
    _text("indicators"),
    _text("measured_how"),
    sa.Column("effort_days", EXACT),
    sa.Column("win_back_percent", sa.Integer, nullable=False),
    sa.Column("low", EXACT),
    sa.Column("mid", EXACT),
    sa.Column("high", EXACT),
    _text("currency"),
    sa.Column("starts", sa.Date),
    sa.Column("due", sa.Date),
    sa.Column("done_on", sa.Date),
    sa.Column("dropped_on", sa.Date),
    sa.Column("by_hand", EXACT),
    sa.Column("by_hand_tie", sa.Float),
    _text("by_hand_reason"),
)
EVIDENCE: Final = sa.Table(
    "evidence",
    METADATA,
    sa.Column("card_id", sa.ForeignKey("cards.id"), primary_key=True, autoincrement=False),
    sa.Column("frozen", sa.JSON, nullable=False),
)
COMMENTS: Final = sa.Table(
    "comments",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("card_id", sa.ForeignKey("cards.id"), nullable=False, index=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("written_at", Moment, nullable=False),
    _text("who"),
    sa.Column("text", sa.Text, nullable=False),
)
HISTORY: Final = sa.Table(
    "history",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("changed_at", Moment, nullable=False),
    _text("who"),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("thing_id", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("was", sa.Text),
    sa.Column("becomes", sa.Text),
    sa.Index(None, "thing", "thing_id"),
)
OWNERS: Final = _own(
    "owners",
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    _text("role"),
    _text("name"),
    sa.UniqueConstraint("kind", "code"),
)
TARGETS: Final = _own(
    "targets",
    sa.Column("metric", sa.Text, nullable=False),
    _text("segment"),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.UniqueConstraint("metric", "segment", "valid_from"),
)
ANNOTATIONS: Final = _own(
    "annotations",
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("till", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
SEGMENTS: Final = _own(
    "segments",
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("segment", sa.Text, nullable=False),
)
EXPERIMENTS: Final = _own(
    "experiments",
    sa.Column("card_id", sa.ForeignKey("cards.id"), index=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    _text("title"),
    sa.Column("design", sa.Text, nullable=False),
    sa.Column("variants", sa.JSON, nullable=False),
    _text("metric"),
    sa.Column("starts", sa.Date),
    sa.Column("stops", sa.Date),
    sa.Column("result", sa.JSON),
    sa.Column("result_at", Moment),
)
MINI_CASES: Final = _own(
    "mini_cases",
    sa.Column("card_id", sa.ForeignKey("cards.id"), index=True),
    sa.Column("experiment_id", sa.ForeignKey("experiments.id"), index=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("group_code", sa.Text, nullable=False),
    _text("title"),
    _text("what_we_did"),
    _text("measured_how"),
    sa.Column("promised_low", EXACT),
    sa.Column("promised", EXACT),
    sa.Column("promised_high", EXACT),
    sa.Column("earned_low", EXACT),
    sa.Column("earned", EXACT),
    sa.Column("earned_high", EXACT),
    _text("currency"),
    sa.Column("finished_on", sa.Date, nullable=False),
    sa.Column("snapshot", sa.JSON),
)
MEETINGS: Final = _own(
    "meetings",
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("frozen_at", Moment, nullable=False),
    _text("title"),
    sa.Column("snapshot", sa.JSON, nullable=False),
)
DECISIONS: Final = _own(
    "decisions",
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), nullable=False, index=True),
    sa.Column("card_id", sa.ForeignKey("cards.id"), index=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    _text("slide"),
    sa.Column("text", sa.Text, nullable=False),
    _text("owner_role"),
    _text("owner_name"),
    sa.Column("due", sa.Date),
)
