"""`Words`: everything a page, a figure or a download says, in one language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funnel.errors import Sentence
from funnel.periods import Period
from funnel.terms import Dimension
from funnel.words import forms
from funnel.words.catalogue import Catalogue, catalogue
from funnel.words.labels import DIMENSIONS, LABELS, labelled
from funnel.words.notes import NOTES

LANGUAGES = {"en": "English", "ru": "Русский", "pl": "Polski"}


def msgid(text: str) -> str:
    """Marks a sentence for the catalogues where it is only kept, not yet said."""
    return text


@dataclass(frozen=True)
class Words:
    """The words of one language: "en", "ru" or "pl"."""

    language: str = "en"

    @property
    def _catalogue(self) -> Catalogue:
        return catalogue(self.language)

    def text(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, its {names} filled."""
        said = self._catalogue.text(sentence)
        return said.format(**values) if values else said

    def said(self, told: str) -> str:
        """A sentence made elsewhere (an error, a note of an import) in this language; any other text as it is."""
        if not isinstance(told, Sentence):
            return self._catalogue.text(told)
        values = {name: self._filling(value) for name, value in told.values.items()}
        return self.text(told.text, **values)

    def _filling(self, value: object) -> object:
        if isinstance(value, Sentence):
            return self.said(value)
        return self.number(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form that goes with `number`; {n} is that number, written out."""
        said = self._catalogue.plural(one, many, number)
        return said.format(n=self.number(number), **values)

    def number(self, value: int | float | Decimal | None, digits: int = 0) -> str:
        """A number, or a dash when it is not known."""
        return forms.number_text(value, self.language, digits)

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A share (0…1) as percent."""
        return forms.percent_text(share, self.language, digits)

    def signed(self, value: float | Decimal | None, digits: int = 0) -> str:
        """A difference with its sign."""
        return forms.signed_text(value, self.language, digits)

    def points(self, difference: float | None, digits: int = 1) -> str:
        """A difference of shares in percentage points."""
        return forms.points_text(difference, self.language, digits)

    def money(self, amount: Decimal | float | None, currency: str, digits: int = 0) -> str:
        """An amount with its currency."""
        return forms.money_text(amount, currency, self.language, digits)

    def duration(self, seconds: float | None) -> str:
        """A stretch of time in its two largest units."""
        return forms.duration_text(seconds, self.language)

    def day(self, day: date | None, *, year: bool = False) -> str:
        """A day, with its year where that is not plain from its surroundings."""
        return forms.day_text(day, self.language, year=year)

    def period(self, period: Period) -> str:
        """Both ends of a period."""
        return forms.period_text(period, self.language)

    @property
    def typed_day(self) -> str:
        """How a day is typed into a field, in the signs of the fields."""
        return "YYYY-MM-DD" if self.language == "en" else "DD.MM.YYYY"

    def term(self, code: str) -> str:
        """The label of a code of ours (step, device, channel …); a word of the source's own stays as it is."""
        if isinstance(code, Dimension):
            return self._catalogue.text(DIMENSIONS[code])
        return self._catalogue.text(LABELS[code]) if code in LABELS else labelled(code)

    def known(self, code: str) -> bool:
        """Whether `code` is one of ours; otherwise its label is data and must be escaped where it is shown."""
        return code in LABELS

    def note(self, code: str, values: tuple[tuple[str, str], ...] = ()) -> str:
        """The sentence of a note; an unknown code is shown as it is, so that nothing is silently left out."""
        sentence = NOTES.get(code)
        if sentence is None:
            return " ".join((labelled(code), *(f"{name}: {value}" for name, value in values)))
        return self._catalogue.text(sentence).format(**self._said(values))

    def _said(self, values: tuple[tuple[str, str], ...]) -> dict[str, str]:
        return {name: self._value(value) for name, value in values}

    def _value(self, value: str) -> str:
        if value.isascii() and value.isdigit():
            return self.number(int(value))
        try:
            return self.day(date.fromisoformat(value), year=True)
        except ValueError:
            return self.term(value) if value in LABELS else value
