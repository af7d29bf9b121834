"""A real PostgreSQL for the tests of the board: the machine's own programs, a server of the test run's own.

`python tests/postgres.py` installs one if none is found; the suite itself only looks.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")
NONE_FOUND = (
    "No PostgreSQL was found for the tests of the board: run `make test`, which installs one, "
    "or put its initdb and pg_ctl on the PATH."
)


def find_postgres() -> Path | None:
    """Folder of initdb and pg_ctl: on the PATH, else the newest in the usual places."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    inside = [path.parent for place in PLACES for path in Path(place).glob("**/bin/initdb")]
    return max(inside, key=str, default=None)


def install_postgres() -> None:
    """Debian's package where there is apt, else Homebrew's."""
    if shutil.which("apt-get"):
        as_root = [] if os.geteuid() == 0 else ["sudo"]
        quiet = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        _run([*quiet, "update"])
        _run([*quiet, "install", "-y", "--no-install-recommends", "postgresql"])
    elif shutil.which("brew"):
        _run(["brew", "install", "postgresql@17"])


@contextmanager
def running_postgres() -> Iterator[str]:
    """A server of our own on a free port, gone afterwards; gives the address of a database with “{name}” in it."""
    programs = find_postgres()
    assert programs is not None, NONE_FOUND
    folder = Path(tempfile.mkdtemp(prefix="funnel-postgres-", dir="/tmp"))
    user = _unprivileged()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, port = folder / "data", _free_port()
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=60"
    _as(user, [programs / "initdb", "-D", data, "-U", "funnel", "-A", "trust", "-E", "UTF8", "--no-sync"])
    _as(user, [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://funnel@127.0.0.1:{port}/{{name}}"
    finally:
        _as(user, [programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _as(user: pwd.struct_passwd | None, command: list[Path | str]) -> None:
    drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # The server outlives pg_ctl and would hold a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        told = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False, **drop)  # type: ignore[call-overload]
        said.seek(0)
        assert told.returncode == 0, said.read().decode(errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=False, stdout=sys.stderr)


def main() -> int:
    """Find a PostgreSQL or install one; 1 with a sentence when neither works."""
    if find_postgres() is None:
        print("Installing PostgreSQL for the tests of the board ...", file=sys.stderr)
        install_postgres()
    if find_postgres() is None:
        print(NONE_FOUND, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
