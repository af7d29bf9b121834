"""The way of a file from the browser to STORE/waiting: streamed to disk, never held in memory.

    PUT    …/house/waiting?name=NAME&written=MS   the body is the file; answers {"token", "name", "bytes"}
    DELETE …/house/waiting/TOKEN                  the file is not wanted any more
    POST   …/house/waiting                        {"tokens": […]}: import these together; answers {"job"}

Each needs the ticket the Imports screen handed to its session, and comes from our own pages. What is refused is
answered with {"problem": code}; PROBLEMS says what the codes mean.
"""

import asyncio
import errno
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import get_option

from funnel.arrivals.jobs import importer_of
from funnel.arrivals.waiting import A_DAY, Arrival, Waiting, WaitingFile
from funnel.store import Store
from funnel.ui.own_store import this_store
from funnel.words import msgid

PATH: Final = "/house/waiting"
TICKET: Final = "x-funnel-ticket"
GIGABYTE: Final = 10**9
RESERVE: Final = 200 * 10**6
"""Bytes of the disk that uploads leave free: the import itself writes too."""
PIECE: Final = 2**20
MOST_TOKENS: Final = 2000
LIFE: Final = 12 * 3600
EARLIEST: Final = 631_152_000
"""1990-01-01 as Unix time: an older file has a clock that was never set."""
_SECRET: Final = secrets.token_bytes(32)

PROBLEMS: Final = {
    "not_ours": (403, msgid("The page is out of date. Reload it and drop the file again.")),
    "too_big": (413, msgid("The file is larger than this dashboard takes.")),
    "no_room": (507, msgid("There is not enough room on the disk of the dashboard.")),
    "empty": (400, msgid("The file is empty.")),
    "gone": (404, msgid("The file is not here any more. Drop it again.")),
    "broken": (400, msgid("The upload broke off. Drop the file again.")),
}
"""Status and sentence of everything that can be refused; the browser shows the sentence."""


class Refused(Exception):
    """An upload we will not take; `code` is a key of PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def new_ticket() -> str:
    """A ticket for one session: random, dated, signed by this server process."""
    told = f"{secrets.token_hex(16)}.{int(time.time())}"
    return f"{told}.{_signature(told)}"


def is_good(ticket: str) -> bool:
    """Whether this process gave out the ticket, less than LIFE ago."""
    told, _, signature = ticket.rpartition(".")
    issued = told.rpartition(".")[2]
    signed = hmac.compare_digest(signature.encode(), _signature(told).encode())
    return signed and issued.isdigit() and time.time() - int(issued) < LIFE


def _signature(told: str) -> str:
    return hmac.new(_SECRET, told.encode(), sha256).hexdigest()


def address() -> str:
    """Where the browser sends files."""
    base = str(get_option("server.baseUrlPath")).strip("/")
    return f"/{base}{PATH}" if base else PATH


async def receive(request: Request) -> Response:
    """PUT: one file, streamed to disk."""
    try:
        _check(request)
        store = this_store()
        waiting = Waiting(store.folder)
        limit, beyond = _limit(request, store, waiting)
        with waiting.arrival(request.query_params.get("name", "")) as arrival:
            file = await _received(request, arrival, limit, beyond)
        return JSONResponse({"token": file.token, "name": file.name, "bytes": arrival.size})
    except Refused as refused:
        return _refusal(refused.code)
    except ClientDisconnect:
        return _refusal("broken")
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            return _refusal("no_room")
        raise


async def remove(request: Request) -> Response:
    """DELETE: a file that was sent and is not wanted."""
    try:
        _check(request)
    except Refused as refused:
        return _refusal(refused.code)
    Waiting(this_store().folder).let_go(request.path_params["token"])
    return JSONResponse({})


async def begin(request: Request) -> Response:
    """POST: import the files of these tokens together, as a job."""
    try:
        _check(request)
        folder = this_store().folder
        files = _asked_for(Waiting(folder), await _tokens(request))
        return JSONResponse({"job": importer_of(folder).submit([file.path for file in files])})
    except Refused as refused:
        return _refusal(refused.code)


def _refusal(code: str) -> Response:
    # The rest of the body is not read: the connection cannot be used again.
    return JSONResponse({"problem": code}, status_code=PROBLEMS[code][0], headers={"connection": "close"})


def _check(request: Request) -> None:
    """Only our own pages, with the ticket of a session: another site's page can neither read nor set it."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    foreign = origin is not None and not _is_own(origin, request)
    if foreign or site not in (None, "same-origin") or not is_good(request.headers.get(TICKET, "")):
        raise Refused("not_ours")


def _is_own(origin: str, request: Request) -> bool:
    asked = urlsplit(origin)
    return asked.netloc == request.headers.get("host") or asked.hostname == get_option("browser.serverAddress")


def _limit(request: Request, store: Store, waiting: Waiting) -> tuple[int, str]:
    """Most bytes this request may send, and what it is told beyond; raises Refused when it announces more."""
    most = store.settings.upload_gigabytes * GIGABYTE
    room = waiting.free_bytes() - RESERVE
    told = request.headers.get("content-length", "")
    announced = int(told) if told.isdigit() else 0
    if announced > most:
        raise Refused("too_big")
    if announced > room or room <= 0:
        raise Refused("no_room")
    return (most, "too_big") if most <= room else (room, "no_room")


async def _received(request: Request, arrival: Arrival, limit: int, beyond: str) -> WaitingFile:
    async for piece in _pieces(request):
        if arrival.size + len(piece) > limit:
            raise Refused(beyond)
        await asyncio.to_thread(arrival.write, piece)
    if not arrival.size:
        raise Refused("empty")
    return await asyncio.to_thread(arrival.finish, _written_at(request))


def _written_at(request: Request) -> float | None:
    """When the browser says the file was written (ms since 1970); a snapshot without a date may be of that day."""
    told = request.query_params.get("written", "")
    seconds = int(told) / 1000 if told.isdecimal() and len(told) < 15 else 0
    return seconds if EARLIEST <= seconds <= time.time() + A_DAY else None


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces worth a write."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


async def _tokens(request: Request) -> list[Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_TOKENS * 32:
            raise Refused("too_big")
    try:
        told = json.loads(body)["tokens"]
    except (ValueError, KeyError, TypeError) as cause:
        raise Refused("broken") from cause
    return told if isinstance(told, list) else []


def _asked_for(waiting: Waiting, tokens: list[Any]) -> list[WaitingFile]:
    files = [waiting.file(token) for token in dict.fromkeys(map(str, tokens))]
    found = [file for file in files if file is not None]
    if not found:
        raise Refused("gone")
    return found


UPLOAD_ROUTES: Final = [
    Route(PATH, receive, methods=["PUT"]),
    Route(PATH, begin, methods=["POST"]),
    Route(PATH + "/{token}", remove, methods=["DELETE"]),
]
