"""The secret that customer keys are made with: kept by the owner only, backed up apart from the data."""

import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from funnel.errors import StoreProblem, sentence

FILE: Final = "key"
BYTES: Final = 32


def read_key(folder: Path) -> bytes | None:
    """The key of the store in `folder`, None when it has none; raises StoreProblem when it is damaged."""
    path = folder / FILE
    if not path.exists():
        return None
    key = path.read_bytes()
    if len(key) < BYTES:
        raise StoreProblem(sentence("The key of this store is damaged. Put its copy back in its place."))
    return key


def make_key(folder: Path) -> None:
    """Make the key of a store that has none."""
    write_key(folder / FILE, secrets.token_bytes(BYTES))


def write_key(path: Path, key: bytes) -> None:
    """Write a key for the owner's eyes only; one that is there already stays."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    except OSError:  # a disk without hard links
        aside.replace(path)
    aside.unlink(missing_ok=True)


def fingerprint(key: bytes) -> str:
    """Tells two keys apart and gives neither away."""
    return hmac.new(key, b"click-to-payment backup", "sha256").hexdigest()[:16]
