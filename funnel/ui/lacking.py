"""What is missing for a measure, said in words: a column, an event, or what joins two exports."""

from funnel.factors import EVENT
from funnel.words import Words

LINK = "link"


def lacking_text(code: str, words: Words) -> str:
    """`code` is “kind.column”, “kind.event=name” or “kind.link”, as funnel/store/problems.py writes it. Plain text."""
    kind, _, what = code.partition(".")
    export = words.term(kind)
    if what == LINK:
        return words.text("what joins “{export}” to visits or orders", export=export)
    if what.startswith(EVENT):
        return words.text("the event {name} in “{export}”", name=what.removeprefix(EVENT), export=export)
    return words.text("“{column}” in “{export}”", column=words.term(what), export=export)
