"""docs/sources.md, made from the profiles. `python -m tests.intake.sources_page` writes it anew."""

from pathlib import Path

from funnel.intake.profile import Profile, profiles
from funnel.words.labels import LABELS

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"
HEAD = """# Sources

Every export that is recognised by its header, with no click. *Headers*: `seen` were read off real exports, `gathered`
come from what is known of the source, and a receipt then says "recognised by alias". A file of another source needs a
mapping: [adding a source](adding-a-source.md).

| id | source | rows become | headers | fills |
|---|---|---|---|---|
"""


def sources_markdown() -> str:
    """The whole page."""
    return HEAD + "".join(_line(profile) for profile in profiles())


def _line(profile: Profile) -> str:
    kind = LABELS.get(profile.kind.value, profile.kind.value)
    headers = "seen" if profile.evidence == "header" else "gathered"
    return f"| `{profile.id}` | {profile.name} | {kind} | {headers} | {', '.join(filled_by(profile))} |\n"


def filled_by(profile: Profile) -> tuple[str, ...]:
    """Contract columns a profile can fill, in its own order."""
    items, unpivot = profile.items.get("columns", "").split(), profile.unpivot
    spread = [unpivot[key] for key in ("name", "value") if key in unpivot]
    return tuple(dict.fromkeys([*profile.columns, *items, *spread, *profile.constants]))


if __name__ == "__main__":
    PAGE.write_text(sources_markdown(), encoding="utf-8")
