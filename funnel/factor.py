"""What one factor declares: a problem visits can meet, its group, the steps it can harm and the data that show it."""

from dataclasses import dataclass

from funnel.terms import Culprit, Group, Kind, Step


@dataclass(frozen=True)
class Threshold:
    """Where a problem begins: a key of settings.toml, what it is unless set, and its unit."""

    setting: str
    default: int
    unit: str


@dataclass(frozen=True)
class FactorRule:
    """One factor. Its SQL file has a row for every visit that had the opportunity: feed, visit, met (1, 0, null)."""

    code: str
    group: Group
    steps: tuple[Step, ...]
    """The one or two steps it can harm, set by a person."""
    name: str
    what: str
    """When the flag is raised: at the first opportunity, from what was known then."""
    met: str
    opportunity: str
    needs: tuple[tuple[Kind, str], ...]
    """Columns, or events (`event=…`), without any of which it is not measured."""
    culprits: tuple[Culprit, ...]
    """What it can be laid to, what its department looks for first; columns of its file in sql/facts/culprits."""
    threshold: Threshold | None = None

    @property
    def of_visits(self) -> bool:
        """Whether visits meet it; clicks that never arrived are counted from ad reports instead."""
        return self.steps != (Step.SESSION_START,)
