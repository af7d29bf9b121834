"""Where things stand: in a checkout or in an installed wheel, found without configuration."""

from pathlib import Path

from platformdirs import user_data_path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
PACKED = PACKAGE / "_app"


def is_checkout() -> bool:
    """Whether the package runs from a checkout of the project."""
    return (CHECKOUT / "pyproject.toml").exists() and (CHECKOUT / "app.py").exists()


def app_folder() -> Path:
    """Folder that holds app.py, pages/ and .streamlit/."""
    return CHECKOUT if is_checkout() else PACKED


def sample_folder() -> Path | None:
    """Folder of the sample shop's exports, or None when it was not packed."""
    folder = app_folder() / "data" / "sample"
    return folder if folder.is_dir() else None


def default_store() -> Path:
    """data/store of a checkout, else the user's own data folder."""
    return (
        CHECKOUT / "data" / "store" if is_checkout() else user_data_path("click-to-payment", appauthor=False) / "store"
    )
