"""Who answers for a group or a problem: a role, and a name where the team typed one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from funnel.board.history import edit, make_first
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import OWNERS
from funnel.errors import WrongUse, sentence
from funnel.terms import Role


class Owned(StrEnum):
    """What can be owned."""

    GROUP = "group"
    FACTOR = "factor"
    ROLE = "role"
    """Who fills a role."""


@dataclass(frozen=True)
class Owner:
    """Who answers for one group, factor or role."""

    number: int
    revision: int
    kind: Owned
    code: str
    role: str
    name: str


def owners(board: Board) -> tuple[Owner, ...]:
    """Every owner that was named."""
    with board.reading() as connection:
        rows = connection.execute(OWNERS.select().order_by(OWNERS.c.kind, OWNERS.c.code)).mappings()
        return tuple(thing_of(Owner, row, kind=Owned(row["kind"])) for row in rows)


def set_owner(board: Board, owner: Owner, who: str) -> None:
    """Name an owner: `number` 0 for a first one, else the number and revision that were read.

    Raises WrongUse for a role that does not exist and EditedMeanwhile when somebody else was first.
    """
    if owner.role and owner.role not in tuple(Role):
        raise WrongUse(sentence("There is no role “{name}”.", name=owner.role))
    said = {"role": owner.role, "name": owner.name.strip()}
    with board.writing() as connection:
        if owner.number:
            edit(connection, OWNERS, (owner.number, owner.revision), said, who)
        else:
            make_first(connection, OWNERS, {"kind": str(owner.kind), "code": owner.code, **said}, who)


def owner_among(held: Iterable[Owner], group: str, factor: str = "") -> Owner | None:
    """The owner of a problem: its own, else its group's; None when nobody answers for it."""
    named = {(one.kind, one.code): one for one in held if one.role or one.name}
    return named.get((Owned.FACTOR, factor)) or named.get((Owned.GROUP, group))
