"""The first tables: cards, what they rest on, what is said about them, the week's work around them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

EXACT: Final = sa.Numeric(18, 2).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _annotations()
    _cards()
    _history()
    _meetings()
    _owners()
    _segments()
    _targets()
    _comments()
    _decisions()
    _evidence()
    _experiments()
    _mini_cases()


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False, server_default="") for name in names]


def _annotations() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("till", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotations"),
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *_words("made_by", "origin"),
        sa.Column("stage", sa.Text(), nullable=False),
        *_words(
            "title",
            "group_code",
            "step",
            "factor",
            "owner_role",
            "owner_name",
            "we_believe",
            "for_whom",
            "outcome",
            "because",
            "indicators",
            "measured_how",
        ),
        sa.Column("effort_days", EXACT, nullable=True),
        sa.Column("win_back_percent", sa.Integer(), nullable=False),
        sa.Column("low", EXACT, nullable=True),
        sa.Column("mid", EXACT, nullable=True),
        sa.Column("high", EXACT, nullable=True),
        *_words("currency"),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("by_hand", EXACT, nullable=True),
        sa.Column("by_hand_tie", sa.Float(), nullable=True),
        *_words("by_hand_reason"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.UniqueConstraint("token", name="uq_cards_token"),
    )
    op.create_index("ix_cards_stage", "cards", ["stage"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        *_words("who"),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("becomes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_thing_thing_id", "history", ["thing", "thing_id"])


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        *_words("title"),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("token", name="uq_meetings_token"),
    )


def _owners() -> None:
    op.create_table(
        "owners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        *_words("role", "name"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_owners"),
        sa.UniqueConstraint("kind", "code", name="uq_owners_kind_code"),
    )


def _segments() -> None:
    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_segments"),
        sa.UniqueConstraint("name", name="uq_segments_name"),
    )


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        *_words("segment"),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
        sa.UniqueConstraint("metric", "segment", "valid_from", name="uq_targets_metric_segment_valid_from"),
    )


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        *_words("who"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_comments_card_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("token", name="uq_comments_token"),
    )
    op.create_index("ix_comments_card_id", "comments", ["card_id"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.Text(), nullable=False),
        *_words("slide"),
        sa.Column("text", sa.Text(), nullable=False),
        *_words("owner_role", "owner_name"),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_decisions_card_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_decisions_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("token", name="uq_decisions_token"),
    )
    op.create_index("ix_decisions_card_id", "decisions", ["card_id"])
    op.create_index("ix_decisions_meeting_id", "decisions", ["meeting_id"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_evidence_card_id"),
        sa.PrimaryKeyConstraint("card_id", name="pk_evidence"),
    )


def _experiments() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.Text(), nullable=False),
        *_words("title"),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        *_words("metric"),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("stops", sa.Date(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("result_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_experiments_card_id"),
        sa.PrimaryKeyConstraint("id", name="pk_experiments"),
        sa.UniqueConstraint("token", name="uq_experiments_token"),
    )
    op.create_index("ix_experiments_card_id", "experiments", ["card_id"])


def _mini_cases() -> None:
    op.create_table(
        "mini_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("experiment_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        *_words("title", "what_we_did", "measured_how"),
        sa.Column("promised_low", EXACT, nullable=True),
        sa.Column("promised", EXACT),
        sa.Column("promised_high", EXACT, nullable=True),
        sa.Column("earned_low", EXACT, nullable=True),
        sa.Column("earned", EXACT),
        sa.Column("earned_high", EXACT, nullable=True),
        *_words("currency"),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_mini_cases_card_id"),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name="fk_mini_cases_experiment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mini_cases"),
        sa.UniqueConstraint("token", name="uq_mini_cases_token"),
    )
    op.create_index("ix_mini_cases_card_id", "mini_cases", ["card_id"])
    op.create_index("ix_mini_cases_experiment_id", "mini_cases", ["experiment_id"])
