"""One look for every figure, in light and dark: colours, template, the picture's download."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

WIDTH_COOKIE = "funnel_narrow"
FONT = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'


@dataclass(frozen=True)
class Paint:
    """Colours of one mode; text and quiet text hold 4.5:1 on the card."""

    card: str
    text: str
    quiet: str
    line: str
    bar: str
    band: str
    worse: str
    worse_text: str
    better: str
    better_text: str
    unsure: str
    groups: dict[str, str]
    """Colour of each of the four groups, the same on every screen; "{alpha}" is how strong."""


LIGHT = Paint(
    card="#ffffff",
    text="#1b2230",
    quiet="#5b6475",
    line="#e2e5ea",
    bar="#4f6080",
    band="rgba(79,96,128,0.20)",
    worse="rgba(190,64,52,{alpha})",
    worse_text="#b3372b",
    better="rgba(36,122,136,{alpha})",
    better_text="#1b6b77",
    unsure="#eef0f2",
    groups={
        "traffic": "rgba(58,111,183,{alpha})",
        "site": "rgba(114,54,126,{alpha})",
        "assortment": "rgba(196,125,22,{alpha})",
        "service": "rgba(38,142,132,{alpha})",
    },
)
DARK = Paint(
    card="#1a1f27",
    text="#e8eaee",
    quiet="#aab2c0",
    line="#323946",
    bar="#9fb2d8",
    band="rgba(159,178,216,0.22)",
    worse="rgba(228,104,90,{alpha})",
    worse_text="#f0978b",
    better="rgba(74,176,190,{alpha})",
    better_text="#6cc7d2",
    unsure="#262c36",
    groups={
        "traffic": "rgba(105,158,232,{alpha})",
        "site": "rgba(225,178,238,{alpha})",
        "assortment": "rgba(226,162,68,{alpha})",
        "service": "rgba(82,186,174,{alpha})",
    },
)


def paint() -> Paint:
    """Colours of the reader's mode."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def narrow() -> bool:
    """Whether the reader's window is as narrow as a phone: by its width when it was opened, else by its name."""
    told = st.context.cookies.get(WIDTH_COOKIE)
    return "Mobi" in st.context.headers.get("User-Agent", "") if told is None else told == "1"


def axis_look(colours: Paint) -> dict[str, Any]:
    """What every axis of every figure starts from."""
    return {"showgrid": False, "zeroline": False, "fixedrange": True, "color": colours.quiet}


def look(colours: Paint) -> dict[str, Any]:
    """Shared layout of all figures."""
    return {
        "font": {"family": FONT, "size": 15, "color": colours.text},
        "paper_bgcolor": colours.card,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 14}, "bgcolor": colours.card},
        "xaxis": axis_look(colours),
        "yaxis": axis_look(colours),
    }


def template(colours: Paint) -> dict[str, Any]:
    """The same for Plotly's own objects."""
    return {"layout": look(colours)}


def picture(file_name: str) -> dict[str, Any]:
    """Plotly's config: no tools but the download of the picture, under a name that says what it shows."""
    return {
        "displaylogo": False,
        "scrollZoom": False,
        "doubleClick": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
    }
