"""A reader without a browser: one session of the running dashboard over its own websocket."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pyarrow as pa
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from funnel.words import LANGUAGES, Words

PATIENCE = 120
NUMBERS = ("plotly_chart", "dataframe", "heading", "metric", "markdown")
"""Elements that carry numbers: what a screen says."""
COULD_NOT = {
    Words(language).text("This screen could not be shown. Nothing was changed; the server's log holds the cause.")
    for language in LANGUAGES
}
TICKET = re.compile(r"[0-9a-f]{32}\.\d+\.[0-9a-f]{64}")


@dataclass
class Shown:
    """What one run of a screen put on it."""

    texts: list[str] = field(default_factory=list)
    """Every word of headings, paragraphs and alerts, in their order."""
    numbers: list[bytes] = field(default_factory=list)
    """Every figure, table and heading, to the byte."""
    alerts: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """Exceptions, and the sentence that stands in place of one."""
    data: list[str] = field(default_factory=list)
    """What our own components were handed."""

    @property
    def fingerprint(self) -> str:
        """The same text for the same numbers."""
        told = hashlib.sha256()
        for one in self.numbers:
            told.update(len(one).to_bytes(8, "big") + one)
        return told.hexdigest()

    def ticket(self) -> str:
        """The ticket of the upload route the Imports screen handed out."""
        return next(found.group() for one in self.data if (found := TICKET.search(one)))


class Reader:
    """One session; `open` runs a screen and gives back what it showed."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def open(self, page: str, patience: float = PATIENCE, **address: str | list[str]) -> Shown:
        """Run a screen with these values in its address and wait for its end."""
        asked = BackMsg()
        asked.rerun_script.page_name = "" if page == "funnel" else page
        asked.rerun_script.query_string = urlencode(address, doseq=True, quote_via=quote)
        await self._socket.send(asked.SerializeToString())
        return await asyncio.wait_for(self._until_finished(), patience)

    async def _until_finished(self) -> Shown:
        elements: dict[tuple[int, ...], Any] = {}
        begun = False
        while True:
            message = ForwardMsg.FromString(await self._socket.recv())  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                begun = True
                elements.clear()
            elif kind == "delta" and begun and message.delta.WhichOneof("type") == "new_element":
                elements[tuple(message.metadata.delta_path)] = message.delta.new_element
            elif kind == "script_finished" and begun and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return _read(elements)


@asynccontextmanager
async def reader(address: str) -> AsyncIterator[Reader]:
    """A session of the dashboard at `address`, as a browser's page would open one."""
    socket_address = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        socket_address,
        origin=address,
        subprotocols=["streamlit"],
        max_size=None,
        open_timeout=PATIENCE,  # type: ignore[arg-type,list-item]
    ) as socket:
        yield Reader(socket)


def _read(elements: dict[tuple[int, ...], Any]) -> Shown:
    shown = Shown()
    for _, element in sorted(elements.items()):
        _take(element, shown)
    return shown


def _take(element: Any, shown: Shown) -> None:
    kind = element.WhichOneof("type")
    body = getattr(element, kind)
    if kind in NUMBERS:
        shown.numbers.append(_told(kind, body))
    if kind in ("markdown", "heading", "text", "alert"):
        shown.texts.append(body.body)
    if kind == "alert":
        shown.alerts.append(body.body)
    if kind == "exception" or (kind == "alert" and body.body in COULD_NOT):
        shown.troubles.append(body.message if kind == "exception" else body.body)
    if kind == "bidi_component":
        shown.data.append(body.json or body.mixed.json)


def _told(kind: str, body: Any) -> bytes:
    """What an element says; the cells of a table, for Arrow leaves the bytes under an empty cell to chance."""
    if kind != "dataframe":
        return bytes(body.SerializeToString(deterministic=True))
    cells = pa.ipc.open_stream(body.arrow_data.data).read_all().to_pydict()
    return f"{body.columns}{cells}".encode()


async def send_file(address: str, ticket: str, name: str, pieces: list[bytes]) -> httpx.Response:
    """PUT a file the way the drop zone does."""

    async def body() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    headers = {"origin": address, "x-funnel-ticket": ticket}
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return await client.put(f"{address}/house/waiting", params={"name": name}, content=body(), headers=headers)


async def import_sent(address: str, ticket: str, tokens: list[str]) -> httpx.Response:
    """POST what starts the import of files that were sent."""
    headers = {"origin": address, "x-funnel-ticket": ticket}
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return await client.post(f"{address}/house/waiting", content=json.dumps({"tokens": tokens}), headers=headers)
