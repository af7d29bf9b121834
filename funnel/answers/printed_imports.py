"""What became of files, as plain text for a terminal, in the language of the shop."""

from collections.abc import Sequence
from pathlib import Path

from funnel.answers.printed import table
from funnel.errors import Sentence, sentence
from funnel.intake import Outcome, Preview, Question
from funnel.intake.told import listed
from funnel.store import Receipt
from funnel.store.remembered import Remembered
from funnel.words import Words

VERDICTS = {
    "loaded": sentence("loaded"),
    "loaded_with_rejects": sentence("loaded, some rows rejected"),
    "question": sentence("not loaded before you answer"),
    "refused": sentence("refused"),
    "already_loaded": sentence("already here"),
}
MOST_SHOWN = 20
ANSWER_COLUMNS = (sentence("source"), sentence("question"), sentence("answer"), sentence("given on"))


def outcomes(found: Sequence[Outcome], words: Words, left: Sequence[Path] = ()) -> str:
    """What became of every file, and which files beside them were `left` alone."""
    told = [_outcome(outcome, words) for outcome in found]
    return "\n".join([*told, *(words.said(one) for one in left_alone(left))])


def left_alone(left: Sequence[Path]) -> list[Sentence]:
    """What is said of files beside the exports of a folder."""
    if not left:
        return []
    names = listed([sentence("“{column}”", column=path.name) for path in left])
    return [sentence("Left alone, as notes or settings beside the exports: {names}.", names=names)]


def _outcome(outcome: Outcome, words: Words) -> str:
    return "\n  ".join(_lines(outcome, words))


def _lines(outcome: Outcome, words: Words) -> list[str]:
    receipt = outcome.receipt
    named = f"{outcome.file_name}: {words.said(VERDICTS[outcome.verdict])}"
    problems = [words.said(problem) for problem in outcome.problems]
    asked = [line for question in outcome.questions for line in _question(question, words)]
    if receipt is None:
        return [named, *problems, *asked, *_how_to_map(outcome, words)]
    told = words.said(sentence("as {source} (import {import_id})", source=receipt.source, import_id=receipt.import_id))
    return [f"{named} {told}", _accounting(receipt, words), *(words.said(note) for note in receipt.notes)]


def _how_to_map(outcome: Outcome, words: Words) -> list[str]:
    if not any(question.id == "source" for question in outcome.questions):
        return []
    told = sentence(
        "What its columns mean is said in a mapping: “funnel map {file_name} > mapping.toml”, then "
        "“--mapping mapping.toml”.",
        file_name=outcome.file_name,
    )
    return [words.said(told)]


def _question(question: Question, words: Words) -> list[str]:
    lines = [words.said(question.sentence)]
    for reading in question.readings:
        lines.append(f"  --answer “{question.id}={reading.answer or '…'}”: {words.said(reading.sentence)}")
        lines += [f"    {record}: {text} → {read}" for record, text, read in reading.examples]
    return lines


def _accounting(receipt: Receipt, words: Words) -> str:
    return words.text(
        "{rows_in} rows = {accepted} accepted + {rejected} rejected + {duplicate} duplicate + {set_aside} set aside",
        rows_in=words.number(receipt.rows_in),
        accepted=words.number(receipt.accepted),
        rejected=words.number(receipt.rejected),
        duplicate=words.number(receipt.duplicate),
        set_aside=words.number(receipt.set_aside),
    )


def preview(shown: Preview, words: Words) -> str:
    """What an import would do: the outcome, the first accepted rows, the rejected ones."""
    parts = [_outcome(shown.outcome, words)]
    if shown.rows:
        parts += [table(shown.columns, shown.rows)]
    if shown.rejects:
        head = tuple(words.text(name) for name in ("record", "column", "value", "reason"))
        rows = [(one.record, one.column, one.value, one.reason) for one in shown.rejects[:MOST_SHOWN]]
        parts += [table(head, rows)]
    return "\n\n".join(parts)


def answers(remembered: Sequence[Remembered], words: Words) -> str:
    """One line an answer that is used for the next files of its source."""
    if not remembered:
        return words.said(sentence("No answer is remembered."))
    head = tuple(words.said(name) for name in ANSWER_COLUMNS)
    return table(head, [(one.source, one.id, one.answer, one.day) for one in remembered])
