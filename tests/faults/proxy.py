"""The nginx configuration of docs/deploy, as it stands there, with a real nginx, TLS, a login and a browser.

    python -m tests.faults.proxy

Only names, ports and the certificate are replaced. Needs nginx (Debian: nginx-light) and a Chromium.
"""

import datetime
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Page, expect, sync_playwright

from funnel.answers.bring_in import bring_in
from funnel.store import Store
from tests.browser.conftest import PATIENCE, Server, free_port, watched
from tests.browser.login import guarded, log_in
from tests.chromium import find_chromium
from tests.conftest import QUIET
from tests.faults.hostile import visits
from tests.house import ROOT

CONFIGURATION = ROOT / "docs" / "deploy" / "nginx.conf"
AROUND = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    types {{ }} default_type application/octet-stream;
    {server}
}}
"""


def certificate(folder: Path) -> None:
    """A certificate of its own for localhost, for one day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    told = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "funnel.key").write_bytes(told)
    (folder / "funnel.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))


@contextmanager
def nginx(folder: Path, port: int, inner: int) -> Iterator[None]:
    """The documented server block on `port`, before a dashboard on `inner`."""
    certificate(folder)
    replaced = {
        "funnel.shop.example": "localhost",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "/etc/ssl/": f"{folder}/",
        "127.0.0.1:8501": f"127.0.0.1:{inner}",
    }
    server = CONFIGURATION.read_text(encoding="utf-8")
    for was, becomes in replaced.items():
        assert was in server, was
        server = server.replace(was, becomes)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, server=server), encoding="utf-8")
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
    assert program, "nginx was not found; on Debian: apt-get install nginx-light"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        time.sleep(1)
        assert process.poll() is None, "nginx stopped at once"
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def play(page: Page, public: str, exports: Path) -> None:
    """A link, a login, a screen, an upload larger than nginx takes by default, a logout; nothing of it complains."""
    at = Server(public, exports, None)  # type: ignore[arg-type]
    screen = watched(page)
    log_in(page, at, "edik", "/losses?device=mobile")
    screen.settled()
    screen.complaints.clear()
    assert page.url.startswith(f"{public}/losses?")
    assert "device=mobile" in page.url
    page.goto(f"{public}/imports")
    screen.settled()
    page.locator("input[type=file]").set_input_files(exports)
    expect(page.locator("[class*=st-key-card-loaded]")).to_have_count(1, timeout=PATIENCE * 4000)
    page.goto(f"{public}/backlog")
    screen.settled()
    expect(page.get_by_text("No card here").first).to_be_visible()
    cookies = [one for one in page.context.cookies() if one["name"].startswith("_streamlit_user")]
    assert cookies
    assert all(one["secure"] and one["httpOnly"] and one["path"] == "/kpi" for one in cookies)
    assert screen.complaints == [], screen.complaints
    with page.expect_response(lambda answer: "/auth/logout" in answer.url, timeout=PATIENCE * 1000):
        page.get_by_role("button", name="Log out").click()
    page.goto(f"{public}/losses")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def ask_plainly(public: str) -> None:
    """What goes out to somebody without a browser: headers, compression, refusals."""
    with httpx.Client(verify=False, timeout=60, headers={"accept-encoding": "gzip"}) as client:  # noqa: S501  our own
        page = client.get(f"{public}/losses")
        assert page.status_code == 401
        assert page.headers["strict-transport-security"]
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        script = client.get(f"{public}/house/language.js")
        assert (script.status_code, script.headers.get("content-encoding")) == (200, "gzip")
        assert client.get(f"{public}/_stcore/metrics").status_code == 401
        assert client.get(f"{public}/_stcore/health").status_code == 200
        assert client.get(f"{public}/_stcore/health", headers={"host": "evil.example"}).status_code == 421


def main() -> int:
    """0 when a person gets through nginx and a stranger does not."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)  # nginx's worker is another account
        (folder / "a.csv").write_bytes(visits(0, 120, "2026-11-09"))
        (folder / "large.csv").write_bytes(visits(1000, 12_000, "2026-11-10"))
        bring_in(Store(folder / "store"), [folder / "a.csv"])
        port, inner = free_port(), free_port()
        public = f"https://localhost:{port}/kpi"
        with nginx(folder, port, inner), guarded(folder / "store", public, inner), sync_playwright() as playwright:
            ask_plainly(public)
            browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=list(QUIET))
            play(browser.new_context(ignore_https_errors=True, locale="en-GB").new_page(), public, folder / "large.csv")
            browser.close()
    print("Through nginx under /kpi: login, link kept, websocket, upload, logout.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
