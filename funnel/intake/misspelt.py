"""Headers that are not the ones a profile names, but probably mean them: never passed over in silence."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from funnel.errors import Sentence, near_match, sentence
from funnel.intake.contract import MONEY_OF_KIND, Column, contract_of
from funnel.intake.header import normalised
from funnel.intake.profile import Profile, profiles
from funnel.intake.told import listed
from funnel.words.fields import column_label

CLOSE = 0.83
"""How alike two headers must be for one to be a slip of the pen."""
DAYS = ("moment", "day")
MISSED = ("status", "currency", "product")
"""Words without which orders or amounts count that should not, or nothing says what was sold."""
FEW = 4
"""One in so many of the columns a mapping names may lack for it to promise those it names."""
BESIDE, CENTRAL = 1, 2
"""Or so many, whatever it names: of amounts beside the total; of pieces, days and words that would be missed."""


def is_misspelt(column: str, profile: Profile, located: AbstractSet[str], free: Sequence[str]) -> bool:
    """Whether a column the profile names is absent, but would be wanted.

    Of a source that ships these are a day or amount, without which rows would be worth nothing, where one of the
    headers that mean nothing yet (`free`, normalised) is like it. A mapping was made for this very file: what is to be
    summed, and its day, must be there, while a word such as the status only says less where it is not.
    """
    if column in located or column not in profile.columns:
        return False
    money = MONEY_OF_KIND[profile.kind]
    if column == money and not profile.signature and free:
        return True
    spellings = [normalised(name) for part in profile.columns[column].parts for name in part]
    needed = {one.name: one.is_money for one in contract_of(profile.kind) if one.is_number} | dict.fromkeys(DAYS, False)
    if column in needed and _is_promised(spellings, profile, located, BESIDE if needed[column] else CENTRAL):
        return True
    close = any(get_close_matches(spelling, free, n=1, cutoff=CLOSE) for spelling in spellings)
    return close and column in (money, *DAYS)


def lacks_what_is_missed(column: str, profile: Profile, located: AbstractSet[str]) -> bool:
    """Whether a mapping promises a word that would be missed, such as the status of orders, and it is not there.

    One that knows several names of its columns was written for files of many kinds.
    """
    if column not in MISSED or column in located or column not in profile.columns:
        return False
    if not profile.signature and any(len(part) > 1 for cell in profile.columns.values() for part in cell.parts):
        return False
    spellings = [normalised(name) for part in profile.columns[column].parts for name in part]
    return MONEY_OF_KIND[profile.kind] is not None and _is_promised(spellings, profile, located, CENTRAL)


def _is_promised(spellings: Sequence[str], profile: Profile, located: AbstractSet[str], at_least: int) -> bool:
    """Whether a mapping of somebody's own says that this column was there: in its signature, or by having none.

    One without a signature was written for files of many kinds where more of its columns lack than one in `FEW`,
    and than `at_least`.
    """
    if any(one is profile for one in profiles()):
        return False
    if profile.signature:
        seen = {normalised(group[0]) for group in profile.signature if len(group) == 1}
        return any(spelling in seen for spelling in spellings)
    lacking = profile.columns.keys() - located
    return len(lacking) <= max(at_least, len(profile.columns) // FEW)


def lacking_words(profile: Profile, located: AbstractSet[str]) -> list[Sentence]:
    """The columns that a mapping of somebody's own names and this file lacks: read without, but told."""
    if any(one is profile for one in profiles()):
        return []
    lacking = [cell.parts[0][0] for column, cell in profile.columns.items() if column not in located]
    if not lacking:
        return []
    told = listed([sentence("“{column}”", column=name) for name in lacking])
    return [sentence("Named by the mapping, but not in this file: {columns}.", columns=told)]


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
        return sentence("The column “{column}” is missing; export the file again with it.", column=wanted)
    return sentence(
        "The column “{column}” is missing; if “{near}” is meant, name it so in the mapping.",
        column=wanted,
        near=told[near],
    )
