"""Starts the dashboard: an ASGI app around funnel/ui/router.py; the screens in pages/ are run by the router only."""

from streamlit import App

from funnel.ui.launcher import MIDDLEWARE, ROUTER, ROUTES, on_duty, secrets_of_login

app = App(ROUTER, secrets=secrets_of_login(), routes=ROUTES, middleware=MIDDLEWARE, lifespan=on_duty)
