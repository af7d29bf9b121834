"""The path the dashboard lives under behind a proxy: "" or "/kpi"."""

from starlette.types import Scope
from streamlit import get_option


def base_path() -> str:
    """The base path, without a slash at its end."""
    base = str(get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def own_path(path: str) -> str:
    """`path` as it is seen from the base path."""
    base = base_path()
    return path[len(base) :] or "/" if base and (path == base or path.startswith(f"{base}/")) else path


def without_base(scope: Scope) -> Scope:
    """A request for one of our own routes as the routes know it; Streamlit's know the base path themselves."""
    own = own_path(scope["path"])
    return {**scope, "path": own, "raw_path": own.encode()} if own.startswith("/house/") else scope
