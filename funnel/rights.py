"""What the person behind a change may do; asked at every write, whatever a screen showed.

The server of the dashboard says how to find out who asks. Everything else (the command line, the server's own work on
the inbox) acts for whoever owns the machine and may do all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from funnel.errors import NotAllowed, WrongUse, sentence

EVERYBODY = "*"
ANY_OF_DOMAIN = "*@"


class Access(IntEnum):
    """Each may do what those before it may."""

    NONE = 0
    VIEW = 1
    EDIT = 2
    """Write on the board, bring files in."""
    ADMIN = 3
    """Take an import back, forget a mapping, read the server's metrics."""


REFUSALS = {
    Access.VIEW: sentence("You have no role in this dashboard. Ask its administrator for one."),
    Access.EDIT: sentence("You may look at everything here, but change nothing. Ask the administrator for the role."),
    Access.ADMIN: sentence("Only an administrator of this dashboard may do this."),
}
Asker = Callable[[], Access]


def _owner_of_the_machine() -> Access:
    return Access.ADMIN


_asked: list[Asker] = [_owner_of_the_machine]


def ask_before_writing(asker: Asker) -> None:
    """Have `asker` say, at every write from now on, what the person behind it may do."""
    _asked[0] = asker


def ask_nobody() -> None:
    """Everybody who reaches this process may do everything: no login."""
    _asked[0] = _owner_of_the_machine


def may(access: Access) -> bool:
    """Whether the person behind this call may do as much as `access`."""
    return _asked[0]() >= access


def need(access: Access) -> None:
    """Raise NotAllowed unless the person behind this call may do as much as `access`."""
    if not may(access):
        raise NotAllowed(REFUSALS[access])


@dataclass(frozen=True)
class Rule:
    """Whom a role is given to: everybody, a key of a person, or a claim of the login service with its value."""

    claim: str
    value: str = ""


def rules_in(text: str) -> tuple[Rule, ...]:
    """The rules of a setting: `groups=shop-admins, email=*@shop.example, person=3f2a91c07d5e, *`.

    Raises WrongUse for a rule that cannot be meant.
    """
    return tuple(_rule(part.strip()) for part in text.split(",") if part.strip())


def _rule(text: str) -> Rule:
    claim, sign, value = (part.strip() for part in text.partition("="))
    if text == EVERYBODY:
        return Rule(EVERYBODY)
    if not (claim and sign and value):
        raise WrongUse(sentence("A rule of a role reads like groups=shop-admins; “{rule}” does not.", rule=text))
    return Rule(claim, value)


def holds(rule: Rule, claims: Mapping[str, object], person: str) -> bool:
    """Whether the rule names the person with these claims of the login service and this key."""
    if rule.claim == EVERYBODY:
        return True
    if rule.claim == "person":
        return rule.value == person
    if rule.claim == "email":
        return claims.get("email_verified") is not False and _mail_fits(rule.value, _values(claims, "email"))
    return rule.value in _values(claims, rule.claim)


def _mail_fits(wanted: str, told: tuple[str, ...]) -> bool:
    wanted = wanted.casefold()
    if wanted.startswith(ANY_OF_DOMAIN):
        return any(each.casefold().endswith(wanted[1:]) for each in told)
    return any(each.casefold() == wanted for each in told)


def _values(claims: Mapping[str, object], name: str) -> tuple[str, ...]:
    """What a claim holds, as texts; `realm_access.roles` looks into the claim realm_access."""
    held: object = claims.get(name)
    if held is None and "." in name:
        first, _, rest = name.partition(".")
        inner = claims.get(first)
        return _values(inner, rest) if isinstance(inner, Mapping) else ()
    return tuple(map(str, held)) if isinstance(held, list | tuple) else (() if held is None else (str(held),))
