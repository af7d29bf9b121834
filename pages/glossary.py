"""Glossary: every number of the dashboard, defined once."""

import streamlit as st

from funnel.ui.corner import show_corner
from funnel.ui.glossary_cards import show_metrics
from funnel.ui.here import opened

here = opened("glossary")
if here.shop is not None:
    show_corner(here.shop, here.words)
with st.container(key="takeaway"):
    st.title(here.words.text("What each number means"), anchor=False)
    st.caption(here.words.text("The same registry writes the tooltips, the downloads and this page."))
show_metrics(here)
