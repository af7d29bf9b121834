"""What people call a culprit: our codes in their language, hours as on a clock, the rest as the files say."""

from funnel.terms import NOT_STATED, OTHER, Culprit
from funnel.words import Words


def culprit_name(kind: Culprit, code: str, words: Words, title: str | None = None, together: int = 1) -> str:
    """Plain text: whoever shows it as Markdown escapes it."""
    if code == OTHER and together > 1:
        return words.plural("{n} other", "{n} others", together)
    if code in (NOT_STATED, OTHER):
        return words.term(code)
    if kind is Culprit.HOURS:
        return "–".join(f"{hour}:00" for hour in code.split("-"))
    if title is not None:
        return f"{title} ({code})"
    return words.term(code) if kind is Culprit.DEVICE else code
