"""What the words of a closed list mean (paid, mobile, add_to_cart …): gathered from every profile that ships."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from funnel.intake.aliases import words_of
from funnel.intake.profile import profiles
from funnel.intake.vocabulary import vocabulary
from funnel.terms import STEP_LETTER, Kind

STATUSES = ("paid", "pending", "cancelled", "refunded", "partly_refunded", "test")
MEDIA = ("chat", "email", "phone", "form", "messenger")
DEVICES = ("desktop", "mobile", "tablet", "tv", "other")
VISITORS = ("new", "returning")
STEPS = tuple(step.value for step in STEP_LETTER)
OTHER_EVENTS = ("view_item_list", "view_cart", "remove_from_cart", "view_search_results", "page_error", "payment_error",
                "checkout_error")  # fmt: skip
MOST_WORDS = 60


def closed_list(kind: Kind, column: str) -> tuple[str, ...]:
    """Meanings a column of words may have in the reckoning; empty where every word stands for itself."""
    lists = {
        "event": (*STEPS, *OTHER_EVENTS),
        "device": DEVICES,
        "visitor": VISITORS,
        "status": STATUSES if kind is Kind.ORDER_LINES else (),
        "medium": MEDIA if kind is Kind.CONTACTS else (),
    }
    return lists.get(column, ())


def meaning_of(kind: Kind, column: str, word: str) -> str | None:
    """What a word of a file most likely means, None when nobody knows it."""
    allowed = closed_list(kind, column)
    bare = _bare(word)
    if bare in allowed:
        return bare
    found = _gathered(kind, column).get(word.strip().casefold()) or _gathered(kind, column).get(bare.replace("_", " "))
    return found if found in allowed else None


def words_in(cells: Iterable[str]) -> tuple[str, ...]:
    """The different words of a column, the most frequent first; none when there are too many to be a list."""
    counted = Counter(cell.strip() for cell in cells if cell.strip())
    return tuple(word for word, _ in counted.most_common()) if len(counted) <= MOST_WORDS else ()


@cache
def known_words(column: str) -> frozenset[str]:
    """Every word of a column that any profile knows, in lower case."""
    shared = vocabulary().words.get(column, {})
    of_orders = [profile for profile in profiles() if column != "status" or profile.kind is Kind.ORDER_LINES]
    told = {word for profile in of_orders for word in profile.words.get(column, {})} | set(words_of(column))
    own = {*STEPS, *OTHER_EVENTS} if column == "event" else set(STATUSES) if column == "status" else set()
    return frozenset(word for word in told | set(shared) | own if not word.isdigit())


@cache
def _gathered(kind: Kind, column: str) -> dict[str, str]:
    told: dict[str, Counter[str]] = {}
    tables = [dict(profile.words.get(column, {})) for profile in profiles() if profile.kind is kind]
    for table in (vocabulary().words.get(column, {}), words_of(column), *tables):
        for word, meaning in table.items():
            if meaning and not word.isdigit():
                told.setdefault(word, Counter())[meaning] += 1
    return {word: meanings.most_common(1)[0][0] for word, meanings in told.items()}


def _bare(word: str) -> str:
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())
