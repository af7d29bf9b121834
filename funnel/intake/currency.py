"""One currency a shop: the one it set, or the first that one of its files states."""

from collections.abc import Set as AbstractSet

from funnel.errors import RefusedFile


def currency_of_file(ours: str, stated: AbstractSet[str], column: AbstractSet[str], file_name: str) -> str:
    """Currency of a file's amounts; "" when neither the shop nor the file has one.

    `stated` comes from the profile, the header and signs in the cells; `column` from a column of currency codes, whose
    other rows are rejected one by one as long as some are ours. Raises RefusedFile when the amounts are not ours.
    """
    if ours:
        others = stated | (column if ours not in column else frozenset())
        _refuse_others(sorted(others - {ours}), ours, file_name)
        return ours
    found = sorted(stated | column)
    if len(found) > 1:
        sentence = f"The amounts are in {' and '.join(found)}; amounts of different currencies are never added."
        raise RefusedFile(file_name, [f"{sentence} Export them in one, or set currency in settings.toml."])
    return found[0] if found else ""


def _refuse_others(others: list[str], ours: str, file_name: str) -> None:
    if others:
        sentence = (
            f"The amounts are in {' and '.join(others)}, but this shop counts in {ours}. Export them in {ours}, or set "
            f'currency = "{others[0]}" in settings.toml; amounts of different currencies are never added.'
        )
        raise RefusedFile(file_name, [sentence])
