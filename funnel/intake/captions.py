"""Rows that say one thing only: captions of groups, signatures, remarks. None is an order, a product or a day."""

from funnel.intake.contract import contract_of
from funnel.intake.located import Mapped
from funnel.intake.staged import Staged
from funnel.intake.typed import raw
from funnel.terms import Kind

FEWEST_COLUMNS = 3
KINDS = frozenset({Kind.ORDER_LINES, Kind.AD_COSTS, Kind.TRAFFIC_DAILY, Kind.STOCK, Kind.MARKETPLACE_STOCK})
"""Kinds whose rows need no day of their own, so that a caption would pass for one."""


def caption_problems(mapped: Mapped, stage: Staged) -> list[str]:
    """SQL branch that rejects such rows, none where every row must state its day anyway."""
    lacking = _lacking(mapped, stage)
    if lacking is None or len(stage.columns) < FEWEST_COLUMNS:
        return []
    cells = [f'"{name}"' if name.endswith("_key") else raw(name) for name in stage.columns]
    filled = [f"cast(nullif(trim({one}), '') is not null as integer)" for one in cells]
    undated = "moment is null and " if lacking == "moment" else ""
    return [f"when {undated}{' + '.join(filled)} <= 1 then '{lacking}|missing'"]


def _lacking(mapped: Mapped, stage: Staged) -> str | None:
    """The column a caption lacks, by which the rejected row is told."""
    if mapped.kind not in KINDS:
        return None
    told = [column.name for column in contract_of(mapped.kind) if column.name in stage.columns]
    numbers = [column.name for column in contract_of(mapped.kind) if column.name in told and column.is_number]
    return next((name for name in ("moment", *numbers) if name in told), None)
