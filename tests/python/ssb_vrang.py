"""A service on loopback that answers anything: valid and broken HTTP, by a seeded random."""

from __future__ import annotations

import gzip
import json
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HEADERS = [
    b"Retry-After: 0\r\n",
    b"Retry-After: -5\r\n",
    b"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n",
    b"Retry-After: snart\r\n",
    b"Retry-After: 0\r\nRetry-After: 0\r\n",
    b"Retry-After: \xe6\xf8\xe5\r\n",
    b"x-ratelimit-policy: 40;w=60s\r\n",
    b"x-ratelimit-policy: 0;w=0s\r\n",
    b"x-ratelimit-policy: mange\r\n",
    b"Content-Type: text/html; charset=ukjent\r\n",
    b"Content-Encoding: br\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: gzip, gzip\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Date: i dag\r\nETag: \xff\r\n",
    b"Location: /annet\r\n",
    b"Location: http://[::1\r\n",
    b"Location: file:///etc/passwd\r\n",
    b"Location: http://127.0.0.1:1/\r\n",
    b"Location: \r\n",
    b"Set-Cookie: a=b\r\n" * 50,
    b"X: " + b"y" * 9_000 + b"\r\n",
]
STATUSES = [*[200] * 20, 201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 418, 429, 500, 502, 503, 599, 99, 1000]


def bodies(whole: bytes) -> list[bytes]:
    """What an answer may have for a body, from the right one to nonsense."""
    document = json.loads(whole)
    numbers = [float("nan"), float("inf"), -float("inf"), 1e300, True, "1", [1], {}, 10**40]
    cells = len(document["value"]) if isinstance(document.get("value"), list) else 1
    return [
        whole,
        whole[: len(whole) // 2],
        b"",
        b"\xef\xbb\xbf" + whole,
        whole.decode().encode("utf-16"),
        gzip.compress(whole),
        gzip.compress(whole)[:-9],
        b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>",
        b'{"type":"Parameter error","title":"Non-existent value","status":400}',
        b"[" * 5_000,
        b"null",
        b"[]",
        b'"tekst"',
        b"\x00" * 40,
        b'{"class":"dataset"}',
        *(json.dumps({**document, "value": [number] * cells}).encode() for number in numbers),
        json.dumps({**document, "value": {"-1": 1}}).encode(),
        json.dumps({**document, "value": {"0": 1, "00": 2}}).encode(),
        json.dumps({**document, "id": [*document.get("id", []), "Ny"]}).encode(),
        json.dumps({**document, "status": 7}).encode(),
        json.dumps({**document, "updated": "i går"}).encode(),
        json.dumps({**document, "updated": None}).encode(),
        json.dumps({key: value for key, value in document.items() if key != "dimension"}).encode(),
        json.dumps({**document, "dimension": {}}).encode(),
        json.dumps({**document, "codes": [None], "codeChanges": 1}).encode(),
        json.dumps({**document, "codes": [{"code": {"a": 1}}]}).encode(),
    ]


def answer(dice: random.Random, whole: bytes) -> bytes:
    """One answer, byte for byte."""
    body = whole if dice.random() < 0.4 else dice.choice(bodies(whole))
    length = dice.choice([len(body)] * 6 + [0, len(body) + 9, max(len(body) - 9, 0), -1, 10**12])
    head = b"HTTP/1.1 %d %s\r\n" % (dice.choice(STATUSES), dice.choice([b"OK", b"", b"\xe6", b"Ikke funnet"]))
    headers = b"".join(dice.sample(HEADERS, dice.choice([0, 0, 0, 1, 1, 2, 4])))
    lengths = dice.choice([b"Content-Length: %d\r\n" % length] * 5 + [b"", b"Content-Length: mye\r\n", b"Content-Length: 3\r\n" * 2])
    whole_answer = head + headers + lengths + b"\r\n" + body
    return dice.choice([whole_answer] * 8 + [whole_answer[: dice.randrange(len(whole_answer))], b"", b"SMTP hei\r\n\r\n", b"\xff" * 99])


@contextmanager
def vrang(answers: Iterator[bytes]) -> Iterator[str]:
    """Serve these answers, one a connection, on a free port of loopback; the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            with suppress(OSError, StopIteration):
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(2)
                    asked = b""
                    while b"\r\n\r\n" not in asked and (more := connection.recv(65_536)):
                        asked += more
                    connection.sendall(next(answers))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        stopped.set()
        with suppress(OSError), socket.create_connection(listening.getsockname()[:2], timeout=1):
            pass
        listening.close()
        thread.join(3)
