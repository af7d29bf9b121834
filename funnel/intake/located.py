"""Where in a row every contract column stands, and how what stands there is written."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from funnel.intake.amounts import StatedMark
from funnel.intake.contract import contract_of
from funnel.intake.header import counted_in, is_in_cents, is_in_micros, matches, normalised, zone_in
from funnel.intake.profile import Names, Profile, profiles
from funnel.intake.units import DURATIONS, unit_behind
from funnel.terms import Kind

SLASHES = ("slashes", "slashes_short")
"""Days with slashes: both orders of day and month are written so."""


@dataclass(frozen=True)
class Located:
    """Places of one contract column in the row: each part lists columns from 0, and `taken` says what of them counts.

    `otherwise` are looked at in turn where this place says nothing.
    """

    parts: tuple[tuple[int, ...], ...]
    by: str
    pattern: str | None
    header: str
    taken: str = "one"
    otherwise: tuple["Located", ...] = ()

    def places(self) -> tuple[int, ...]:
        """Every column this one is taken from."""
        own = (place for part in self.parts for place in part)
        return (*own, *(place for one in self.otherwise for place in one.places()))


@dataclass(frozen=True)
class Aside:
    """Rows to set aside: those whose first filled cell of `places` is one of `words` (lower case, "" when none is)."""

    reason: str
    places: tuple[int, ...]
    words: Names


@dataclass(frozen=True)
class Mapped:
    """What every contract column of `kind` is taken from."""

    profile: Profile
    kind: Kind
    located: Mapping[str, Located]
    constants: Mapping[str, str] = field(default_factory=dict)
    header_currency: str | None = None
    ignored: Names = ()
    not_measured: Names = ()
    notes: Names = ()
    spread: tuple[tuple[int, str], ...] = ()
    item_place: int | None = None
    asides: tuple[Aside, ...] = ()

    def unit_of(self, column: str) -> str | None:
        """Unit the numbers of a contract column are written in, None for plain numbers."""
        told = self._by_header(self.profile.units_by_header, column) or self.profile.units.get(column)
        return told or (self._counted_in(column, self.located[column].header) if column in self.located else None)

    def _counted_in(self, column: str, header: str) -> str | None:
        name = normalised(header)
        if many := counted_in(name):
            return many
        if column in DURATIONS:
            return unit_behind(name)
        is_money = any(one.name == column and one.is_money for one in contract_of(self.kind))
        if is_money and is_in_micros(name):
            return "millionths"
        return "cents" if is_money and is_in_cents(name) else None

    def order_of(self, column: str, forms: Container[str]) -> str | None:
        """The order of day and month the profile states for a column whose dates are written in these forms."""
        if told := self._by_header(self.profile.date_order_by_header, column):
            return told
        # A source that ships writes its days with dots or dashes: slashes are of whatever spreadsheet saved it anew.
        is_anew = any(form in forms for form in SLASHES) and self._is_shipped()
        return None if is_anew else self.profile.date_order

    def zone_of(self, column: str) -> str:
        """Zone of the clock times of a contract column: "shop", "utc" or a name."""
        if told := self._by_header(self.profile.zone_by_header, column):
            return told
        own = self.profile.zone or "shop"
        if self.profile.zone and not self._is_shipped():
            return own
        # The zone a header names stands above what a source usually writes, below what a person says.
        return (zone_in(self.located[column].header) if column in self.located else None) or own

    def stated_mark(self) -> StatedMark:
        """The decimal mark the profile states, and whether a person said so."""
        mark = self.profile.decimal_mark
        return StatedMark(by_source=mark) if self._is_shipped() else StatedMark(by_person=mark)

    def _is_shipped(self) -> bool:
        """Whether a source that ships is read, maybe with columns under other names."""
        return any(one.signature is self.profile.signature for one in profiles())

    def _by_header(self, told: Mapping[str, str], column: str) -> str | None:
        located = self.located.get(column)
        name = normalised(located.header) if located else ""
        return next((value for spelling, value in told.items() if matches(spelling, name)), None)

    @property
    def counts_money(self) -> bool:
        """Whether any column of amounts is located."""
        return any(one.is_money and one.name in self.located for one in contract_of(self.kind))

    @property
    def explodes(self) -> bool:
        """Whether one record of the file becomes several accepted rows."""
        return bool(self.spread) or self.item_place is not None
