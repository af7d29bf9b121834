"""The container's file played without a container: its steps, its command and its health check in a folder.

    python -m tests.faults.container

Needs the package registry, like the image itself. Run as root, the dashboard runs as an account without rights, as it
does there. The base image, the volume and the port of a real container are not played.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.browser.conftest import free_port
from tests.house import ROOT

DEPLOY = ROOT / "docs" / "deploy"
ACCOUNT = 10001
PATIENCE = 120
TOLD = "FUNNEL_PUBLIC_WITHOUT_LOGIN"


def steps_of(dockerfile: str) -> list[tuple[str, str]]:
    """Instructions with what they are told, lines that go on joined."""
    whole = re.sub(r"\\\n", " ", dockerfile)
    return re.findall(r"^([A-Z]+) +(.+)$", whole, re.MULTILINE)


def copy_context(into: Path) -> None:
    """What the ignore file lets through, as `COPY . .` would take it."""
    for line in (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split():
        if line.startswith("!"):
            place = ROOT / line[1:]
            files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
            for path in (one for one in files if "__pycache__" not in one.parts):
                target = into / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())


def built(folder: Path, steps: list[tuple[str, str]]) -> None:
    """Run the steps of the first stage; of the second, the account and the store."""
    copy_context(folder / "src")
    runs = [told for name, told in steps if name == "RUN"]
    for told in runs[:-1]:
        here = told.replace("/venv", f"{folder}/venv").replace("python -m", f"{sys.executable} -m", 1)
        subprocess.run(["sh", "-ec", here], cwd=folder / "src", check=True, env=_plain({}))
    assert "useradd" in runs[-1], "the last step makes the account"
    assert f"--uid {ACCOUNT}" in runs[-1], "the account is another one"
    (folder / "store").mkdir(mode=0o700)
    if os.getuid() == 0:
        folder.chmod(0o755)
        os.chown(folder / "store", ACCOUNT, ACCOUNT)


def command_of(steps: list[tuple[str, str]], name: str, folder: Path, port: int) -> list[str]:
    """The command of an instruction, its places in `folder` and its port ours."""
    told = next(told for one, told in steps if one == name)
    words = json.loads(told[told.index("[") :])
    return [word.replace("/venv", f"{folder}/venv").replace("8501", str(port)) for word in words]


def _plain(more: dict[str, str]) -> dict[str, str]:
    """The environment without what belongs to this checkout."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "TMPDIR") or name.startswith("PIP_")}
    return kept | more


def _as_account(command: list[str], folder: Path) -> list[str]:
    if os.getuid() != 0:
        return command
    return ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", "--no-new-privs", *command]


def main() -> int:
    """0 when it is refused unasked, starts when told so, says that it is well, and shows a page."""
    steps = steps_of((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place), free_port()
        built(folder, steps)
        settings = {"FUNNEL_STORE": f"{folder}/store", "HOME": f"{folder}/store"}
        start = _as_account([*command_of(steps, "CMD", folder, port), "--port", str(port)], folder)
        health = _as_account(command_of(steps, "HEALTHCHECK", folder, port), folder)
        refused = subprocess.run(start, cwd=folder, env=_plain(settings), capture_output=True, text=True, check=False)
        assert (refused.returncode, "--public-without-login" in refused.stderr) == (2, True), refused.stderr
        server = subprocess.Popen(start, cwd=folder, env=_plain(settings | {TOLD: "1"}), stdout=subprocess.DEVNULL)
        try:
            began = time.monotonic()
            while subprocess.run(health, cwd=folder, env=_plain(settings), capture_output=True, check=False).returncode:
                assert server.poll() is None, "it stopped"
                assert time.monotonic() - began < PATIENCE, "its health check never said that it is well"
                time.sleep(1)
            print(f"refused unasked; well after {time.monotonic() - began:.0f} s when told to be public")
        finally:
            server.terminate()
            server.wait(timeout=60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
