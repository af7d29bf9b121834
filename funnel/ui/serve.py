"""Runs the dashboard's server until it is stopped."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.web import cli

from funnel.places import app_folder
from funnel.settings import read_settings
from funnel.ui.exposure import refuse_to_be_public
from funnel.ui.own_store import STORE_VARIABLE


def serve(store_folder: Path, *, port: int = 8501, address: str = "127.0.0.1", open_browser: bool = True) -> None:
    """Serve the dashboard over the store in `store_folder`; returns when the server is stopped.

    Raises WrongUse for an address that others can reach while there is neither a login nor the word that none is meant.
    """
    os.environ[STORE_VARIABLE] = str(store_folder.resolve())
    settings = read_settings(store_folder)
    refuse_to_be_public(address, settings)
    arguments = [
        "run",
        str(app_folder() / "app.py"),
        f"--server.port={port}",
        f"--server.address={address}",
        f"--server.headless={'false' if open_browser else 'true'}",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
        f"--server.baseUrlPath={urlsplit(settings.public_url).path.strip('/')}",
    ]
    sys.argv = ["streamlit", *arguments]
    cli.main(arguments, standalone_mode=False)
