"""What became of the rows of one file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """What became of the records of one file."""

    rows_in: int
    accepted: int
    rejected: int
    duplicate: int
    set_aside_reasons: dict[str, int]
    reject_reasons: dict[str, int]
    money: dict[str, str]
    first_day: str | None
    last_day: str | None
    data_until: str | None
    spans: int
    without_amount: int
    on_several_days: int = 0
    of_several_statuses: int = 0
    repeats: int = 0

    @property
    def accounted(self) -> int:
        """Records whose fate is known."""
        return self.accepted + self.rejected + self.duplicate + self.set_aside

    @property
    def set_aside(self) -> int:
        """Records that are not rows of the table."""
        return sum(self.set_aside_reasons.values())
