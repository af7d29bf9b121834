"""The meeting pack in the form its file name asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from funnel.report.slide import Slide, period_of
from funnel.report.slides import slides_of
from funnel.words import Words

Maker = Callable[[Sequence[Slide], str, Words], bytes]


def _html(slides: Sequence[Slide], title: str, words: Words) -> bytes:
    from funnel.report.as_html import pack_html  # noqa: PLC0415  only the form asked for is loaded

    return pack_html(slides, title, words).encode("utf-8")


def _pptx(slides: Sequence[Slide], _title: str, _words: Words) -> bytes:
    from funnel.report.as_pptx import pack_pptx  # noqa: PLC0415

    return pack_pptx(slides)


def _xlsx(slides: Sequence[Slide], _title: str, _words: Words) -> bytes:
    from funnel.report.as_xlsx import pack_xlsx  # noqa: PLC0415

    return pack_xlsx(slides)


FORMS: Final[Mapping[str, Maker]] = {".html": _html, ".pptx": _pptx, ".xlsx": _xlsx}


def pack_of(snapshot: Mapping[str, Any], words: Words, form: str, decisions: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The snapshot as a file of one of FORMS, in the language of `words`."""
    title = f"{snapshot['shop']} · {words.period(period_of(snapshot['week']))}"
    return FORMS[form](slides_of(snapshot, words, decisions), title, words)
