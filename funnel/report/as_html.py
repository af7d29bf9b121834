"""The meeting pack as one HTML file: no script, no request, prints to A4 landscape, light and dark."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from funnel.report.slide import Cell, Chart, Slide, SlideTable, Written
from funnel.report.svg_bars import svg_bars
from funnel.words import Words

STYLE = Path(__file__).parent / "pack.css"


def pack_html(slides: Sequence[Slide], title: str, words: Words) -> str:
    """The whole file. Data is escaped, never markup."""
    pages = "\n".join(_page(slide, number, words) for number, slide in enumerate(slides, start=1))
    style = STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<main>\n{pages}\n</main>\n</body>\n</html>\n"
    )


def _page(slide: Slide, number: int, words: Words) -> str:
    parts = [
        f'<section id="{slide.code}">',
        f"<h1>{escape(slide.title)}</h1>",
        f'<p class="lead">{escape(slide.lead)}</p>',
    ]
    if slide.chart is not None:
        parts.append(_figure(slide.chart))
    parts += [_table(table) for table in slide.tables]
    if slide.notes:
        told = "".join(f"<li>{escape(note)}</li>" for note in slide.notes)
        parts.append(f"<aside><h2>{escape(words.text('For the presenter'))}</h2><ul>{told}</ul></aside>")
    parts.append(f'<footer><span>{escape(slide.small)}</span><span class="page">{number}</span></footer></section>')
    return "\n".join(parts)


def _figure(chart: Chart) -> str:
    told = "; ".join(f"{bar.name}: {bar.text}" for bar in chart.bars)
    caption = f"{escape(chart.title)} · {escape(chart.unit)}"
    return f"<figure><figcaption>{caption}</figcaption>{svg_bars(chart, told)}</figure>"


def _table(table: SlideTable) -> str:
    right = [any(row[place].written is not Written.TEXT for row in table.rows) for place in range(len(table.heads))]
    titles = zip(table.heads, right, strict=True)
    heads = "".join(f'<th scope="col"{_side(at)}>{escape(head)}</th>' for head, at in titles)
    lines = "".join(f"<tr>{_cells(row, right)}</tr>" for row in table.rows)
    caption = f"<caption>{escape(table.title)}</caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _cells(row: Sequence[Cell], right: Sequence[bool]) -> str:
    return "".join(f"<td{_side(at)}>{escape(cell.text)}</td>" for cell, at in zip(row, right, strict=True))


def _side(right: bool) -> str:
    return ' class="figure"' if right else ""
