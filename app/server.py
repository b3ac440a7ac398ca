"""The viewer as its server runs it: the pages, and before them what an address needs that no page can have.

A browser that asks for a page below a page (`/tjenester/barnehage`), or for an address that is no text (`/100%`), is led to a page that is
there; Streamlit would answer with a page that stays white. And the empty page that comes before the first is Norwegian.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from starlette.middleware import Middleware
from streamlit.starlette import App

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

APP = Path(__file__).with_name("app.py")
PAGES = frozenset(path.stem for path in APP.with_name("views").glob("*.py"))
# What is below a page is a tab, or a service area: the parameter that says it.
_BELOW = {"okonomi": "fane", "mal": "fane", "kilder": "fane", "tjenester": "omrade", "sammenligning": "omrade"}
# What Streamlit serves; the browser asks for it below a page too, to learn where the server is.
_SERVED = re.compile(r"/(static|_stcore|media|component|app|vendor)/")
_BROKEN = re.compile(rb"%(?![0-9a-fA-F]{2})")
_SHELL = (
    (b'<html lang="en">', b'<html lang="nb">'),
    (b"<title>Streamlit</title>", b"<title>Kommunevarehus</title>"),
    (b"You need to enable JavaScript to run this app.", "Visningen trenger JavaScript. Slå det på, og last siden på nytt.".encode()),
)


def led_to(raw_path: bytes) -> str | None:
    """Where a path leads that no page has; None where the server answers it as it is."""
    if _BROKEN.search(raw_path):
        return "/finnes_ikke"
    try:
        path = unquote_to_bytes(raw_path).decode()
    except UnicodeDecodeError:
        return "/finnes_ikke"
    page, _slash, below = path.strip("/").partition("/")
    if not below or _SERVED.search(path):
        return None
    if page in PAGES and page in _BELOW and "/" not in below:
        return f"/{page}?{_BELOW[page]}={quote(below)}"
    return f"/{page}" if page in PAGES else "/finnes_ikke"


class Addresses:
    """Leads addresses that no page has to one that is there, and makes the shell around the pages Norwegian."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a page, or let it through."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = scope.get("raw_path") or scope["path"].encode()
        if (target := led_to(asked.partition(b"?")[0])) is not None:
            extra = scope.get("query_string", b"").decode("latin-1")
            address = f"{target}{('&' if '?' in target else '?') + extra if extra else ''}"
            headers = [(b"location", address.encode("latin-1", "ignore")), (b"content-length", b"0"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 307, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, _norwegian(send))


def _norwegian(send: Send) -> Send:
    """What is sent, with the empty page that comes before the first in Norwegian."""
    start: dict[str, Any] = {}
    body = bytearray()

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            if headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers:
                start.update(message)
                return
        elif start and message["type"] == "http.response.body":
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            page = bytes(body)
            for english, norwegian in _SHELL:
                page = page.replace(english, norwegian)
            kept = [(name, value) for name, value in start["headers"] if name not in {b"content-length", b"etag"}]
            await send({**start, "headers": [*kept, (b"content-length", str(len(page)).encode())]})
            message = {"type": "http.response.body", "body": page}
        await send(message)

    return sent


app = App(str(APP), middleware=[Middleware(Addresses)])
