"""Headers that are not the ones a profile names, but probably mean them: never passed over in silence."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from funnel.errors import Sentence, near_match, sentence
from funnel.intake.contract import MONEY_OF_KIND, Column
from funnel.intake.header import normalised
from funnel.intake.profile import Profile
from funnel.words.fields import column_label

CLOSE = 0.83
"""How alike two headers must be for one to be a slip of the pen."""


def is_misspelt(column: str, profile: Profile, located: AbstractSet[str], free: Sequence[str]) -> bool:
    """Whether a day or amount the profile names is absent, but would be wanted: without it rows would be worth nothing.

    `free` are the normalised headers of the file that mean nothing yet. A mapping, which has no signature, was made
    for this very file.
    """
    if column in located or column not in profile.columns:
        return False
    money = MONEY_OF_KIND[profile.kind]
    if column == money and not profile.signature and free:
        return True
    spellings = (normalised(name) for part in profile.columns[column].parts for name in part)
    close = any(get_close_matches(spelling, free, n=1, cutoff=CLOSE) for spelling in spellings)
    return close and column in (money, "moment", "day")


def lack_of(column: Column, profile: Profile, header: Sequence[str]) -> Sentence:
    """What is missing, and the header of the file that looks like it."""
    told = {normalised(cell): cell.strip() for cell in header}
    cell = profile.columns.get(column.name)
    if cell is None:
        return sentence(
            "Nothing says where “{column}” stands; name its column in the mapping.",
            column=Sentence(column_label(column.name)),
        )
    wanted = cell.parts[0][0]
    near = next((match for part in cell.parts for name in part if (match := near_match(normalised(name), told))), None)
    if near is None:
        return sentence("The column “{column}” is missing.", column=wanted)
    return sentence("The column “{column}” is missing; “{near}” looks like it.", column=wanted, near=told[near])
