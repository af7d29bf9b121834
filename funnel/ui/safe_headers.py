"""The headers on every answer: what a browser may load, run, show and pass on of this dashboard."""

import base64
import re
from hashlib import sha256
from typing import Final

from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

Headers = list[tuple[bytes, bytes]]
INLINE: Final = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
AGE: Final = re.compile(r"max-age=\d+", re.IGNORECASE)
EXPIRES: Final = re.compile(r"expires=[^;]+;? ?", re.IGNORECASE)
NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
DENIED: Final = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", ", ".join(f"{name}=()" for name in DENIED).encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
)
STRICT_TRANSPORT: Final = (b"strict-transport-security", b"max-age=31536000")
PRIVATE: Final = (b"cache-control", b"private, no-store")


def policy_of_shell(html: str) -> str:
    """Content policy of the page: our own files only; of inline scripts exactly those that stand in this page."""
    hashes = [f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'" for text in INLINE.findall(html)]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes, "blob:")),  # Streamlit loads components from blobs of its own
            "style-src 'self' 'unsafe-inline'",  # Streamlit and Plotly write their styles from scripts
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def safe(headers: Headers, *, https: bool, hours: int, policy: str = NOTHING) -> Headers:
    """The headers of an answer with ours beside them; its cookies sent in our way only.

    `hours` a login lasts; Streamlit would give its cookie a month.
    """
    ours = [*ALWAYS, *((STRICT_TRANSPORT,) if https else ()), (b"content-security-policy", policy.encode())]
    named = {name for name, _ in ours}
    kept = [(name, value) for name, value in headers if name.lower() not in named]
    return [(name, _cookie(value, https, hours) if name == b"set-cookie" else value) for name, value in kept] + ours


def _cookie(value: bytes, https: bool, hours: int) -> bytes:
    told = value.decode("latin-1")
    attributes = {part.partition("=")[0].strip().lower() for part in told.split(";")[1:]}
    if told.startswith(USER_COOKIE_NAME) and "max-age=0" not in told.lower():
        told = AGE.sub(f"Max-Age={hours * 3600}", EXPIRES.sub("", told))
    if "samesite" not in attributes:
        told += "; SameSite=Lax"
    if https and "secure" not in attributes:
        told += "; Secure"
    return told.encode("latin-1")
