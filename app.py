"""Starts the dashboard: an ASGI app around funnel/ui/router.py; the screens in pages/ are run by the router only."""

from streamlit import App

from funnel.ui.launcher import MIDDLEWARE, ROUTER, ROUTES, on_duty

app = App(ROUTER, routes=ROUTES, middleware=MIDDLEWARE, lifespan=on_duty)
