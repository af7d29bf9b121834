"""Runs the dashboard's server until it is stopped."""

import os
import sys
from pathlib import Path

from streamlit.web import cli

from funnel.places import app_folder
from funnel.ui.own_store import STORE_VARIABLE


def serve(store_folder: Path, *, port: int = 8501, address: str = "127.0.0.1", open_browser: bool = True) -> None:
    """Serve the dashboard over the store in `store_folder`; returns when the server is stopped."""
    os.environ[STORE_VARIABLE] = str(store_folder.resolve())
    arguments = [
        "run",
        str(app_folder() / "app.py"),
        f"--server.port={port}",
        f"--server.address={address}",
        f"--server.headless={'false' if open_browser else 'true'}",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
    ]
    sys.argv = ["streamlit", *arguments]
    cli.main(arguments, standalone_mode=False)
