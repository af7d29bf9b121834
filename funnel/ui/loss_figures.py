"""Figures of losses written for people: amounts for a week or the period, ranges, what may be said."""

from dataclasses import dataclass
from decimal import Decimal

from funnel.answers.loss_result import Estimate, LossRow
from funnel.maths.firmness import Verdict
from funnel.maths.losses import Measure
from funnel.ui.tables import Kind
from funnel.words import Words, msgid
from funnel.words.forms import rounded_estimate

SAID = {
    Verdict.NOT_MEASURED: msgid("not measured"),
    Verdict.NOBODY_MET: msgid("nobody met it"),
    Verdict.TOO_FEW: msgid("too few visits to tell"),
    Verdict.NO_FAIR_COMPARISON: msgid("no fair comparison"),
    Verdict.WITHIN_NOISE: msgid("within noise"),
    Verdict.NO_LOSS_FOUND: msgid("no loss found"),
    Verdict.CHECK_FLAG: msgid("met by better visits; check the flag"),
}
"""What stands in place of firmness where nothing is claimed."""


@dataclass(frozen=True)
class Scale:
    """How figures are shown: measure, share of the period (a week's or 1), currency."""

    measure: Measure
    share: float
    currency: str

    def estimate(self, row: LossRow) -> Estimate | None:
        """The row's figures in the chosen measure."""
        return row.money if self.measure is Measure.MONEY else row.orders

    @property
    def kind(self) -> Kind:
        """How its figures are written in a table: cents of an estimate would be a pretence."""
        return Kind.COUNT if self.measure is Measure.MONEY else Kind.NUMBER

    def head(self, told: str, words: Words) -> str:
        """A heading with the unit of the figures under it."""
        return f"{told}, {self.currency if self.measure is Measure.MONEY else words.term('lost_orders')}"

    def shown(self, value: Decimal) -> Decimal:
        """A figure at this scale, rounded to what its size deserves."""
        scaled = value * Decimal(repr(self.share))
        return rounded_estimate(scaled, 0 if self.measure is Measure.MONEY or abs(scaled) >= 100 else 1)

    def figure(self, value: Decimal | None, words: Words) -> str:
        """A figure without its currency."""
        if value is None:
            return words.number(None)
        shown = self.shown(value)
        return words.number(shown, max(0, -int(shown.as_tuple().exponent)))

    def amount(self, value: Decimal | None, words: Words) -> str:
        """A figure with its unit."""
        if value is None:
            return words.number(None)
        if self.measure is Measure.MONEY:
            return words.money(self.shown(value), self.currency)
        shown = self.shown(value)
        if shown == int(shown):
            return words.plural("{n} order", "{n} orders", int(shown))
        return words.text("{n} of orders", n=self.figure(value, words))

    def range(self, found: Estimate | None, words: Words) -> str:
        """Both ends of the range, "" when nothing is known."""
        if found is None:
            return ""
        between = "–" if found.low >= 0 else " … "
        return f"{self.figure(found.low, words)}{between}{self.figure(found.high, words)}"


def what_is_said(row: LossRow, words: Words) -> str:
    """Firmness of a claim, or why none is made."""
    if row.verdict in SAID:
        return words.text(SAID[row.verdict])
    return words.term(f"firmness_{row.firmness}") if row.firmness else ""


def hedged(row: LossRow, figure: str, words: Words) -> str:
    """The figure with “at most about” or “at least” where that is how it must be read."""
    if row.at_most:
        return words.text("at most about {figure}", figure=figure)
    return words.text("at least {figure}", figure=figure) if row.at_least else figure
