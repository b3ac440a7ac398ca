"""A service on loopback that behaves like SSB's: limits, marks, shapes and faults as documented; figures made up from the codes."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from collections import deque
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from math import prod
from urllib.parse import parse_qs, urlsplit

ALDER = [f"{n:03}" for n in range(105)] + ["105+"]
KOMMUNER = ["0301", "1103", "1141", "1142", "1601", "1662", "5030", "5001", "4601", "1201"]


# As KLASS answers: a group's code, a municipality's, and the years it was so; the last day is the first on which it no longer is.
MEDLEMMER = [
    {
        "sourceCode": group,
        "sourceName": f"KOSTRA-gruppe {group[3:]}",
        "targetCode": number,
        "targetName": number,
        "validFrom": f"{first}-01-01",
    }
    | ({"validTo": f"{last + 1}-01-01"} if last else {})
    for group, number, first, last in (
        ("EKG13", "1601", 2015, 2017),
        ("EKG13", "5001", 2018, 2019),
        ("EKG12", "5001", 2020, None),
        ("EKG12", "1103", 2020, None),
        ("EKG01", "3001", 2020, 2023),
        ("EKG01", "3101", 2024, None),
        ("EKG13", "0301", 2020, None),
        ("EKG16", "2100", 2015, None),
    )
]


@dataclass
class Tabell:
    """A made-up table: variables with their codes, contents with their labels and units."""

    variabler: dict[str, list[str]]
    innhold: dict[str, tuple[str, str, int]]
    oppdatert: str = "2026-03-16T07:00:00Z"


TABELLER = {
    "07459": Tabell(
        {
            "Region": KOMMUNER,
            "Kjonn": ["1", "2"],
            "Alder": ALDER,
            "ContentsCode": ["Personer1"],
            "Tid": [str(y) for y in range(2005, 2027)],
        },
        {"Personer1": ("Personer", "personer", 0)},
    ),
    "12134": Tabell(
        {
            "KOKkommuneregion0000": [*KOMMUNER, "EAK", "EAKUO", "EKG12", "EKA50"],
            "ContentsCode": ["KOSa0000", "KOSb0000"],
            "Tid": [str(y) for y in range(2015, 2026)],
        },
        {"KOSa0000": ("Netto driftsresultat (prosent)", "prosent", 1), "KOSb0000": ("Langsiktig gjeld (prosent)", "prosent", 1)},
    ),
}


def tall(tabell: str, koder: tuple[str, ...], desimaler: int) -> tuple[float | int | None, str | None]:
    """The value and the mark of a cell: of a hundred, five have a mark, each of the three kinds."""
    n = int.from_bytes(hashlib.sha256("|".join((tabell, *koder)).encode()).digest()[:4], "big")
    if n % 100 < 5:
        return None, (".", "..", ":")[n % 3]
    whole = (n // 100) % 50_000
    return (whole / 10**desimaler if desimaler else whole), None


@dataclass
class Stub:
    """What the service does, and what it was asked.

    `feil` is a queue of faults, one taken by each data call; `beskrevet` is the date that tables give themselves, if
    another than their figures'.
    """

    tabeller: dict[str, Tabell] = field(default_factory=lambda: deepcopy(TABELLER))
    grense: int = 800_000
    takt: tuple[int, float] = (4000, 1.0)
    kunngjort: str | None = None
    feil: deque[str] = field(default_factory=deque)
    spurt: list[str] = field(default_factory=list)
    form: int = 0
    treg: float = 0.0
    beskrevet: str | None = None
    adresse: str = ""
    _kall: deque[float] = field(default_factory=deque)
    _laas: threading.Lock = field(default_factory=threading.Lock)

    def for_fort(self) -> bool:
        """One call more: is it over the limit?"""
        now = time.monotonic()
        with self._laas:
            while self._kall and now - self._kall[0] > self.takt[1]:
                self._kall.popleft()
            self._kall.append(now)
            return len(self._kall) > self.takt[0]


def _dimensjoner(tabell: Tabell, valg: dict[str, list[str]], form: int) -> dict:
    dims = {}
    for code, values in valg.items():
        labels = {v: tabell.innhold[v][0] if code == "ContentsCode" else f"navn {v}" for v in values}
        index = list(values) if form % 2 else {v: n for n, v in enumerate(values)}
        category = {"index": index, "label": labels}
        if code == "ContentsCode":
            category["unit"] = {v: {"base": tabell.innhold[v][1], "decimals": tabell.innhold[v][2]} for v in values}
        dims[code] = {"label": code, "category": category}
    return dims


def svar(nummer: str, tabell: Tabell, valg: dict[str, list[str]], form: int) -> dict:
    """A dataset in one of the format's shapes: dense or sparse values, marks as map, list or absent; index as list or map."""
    cells = [
        tall(nummer, combo, tabell.innhold[dict(zip(valg, combo, strict=True))["ContentsCode"]][2]) for combo in product(*valg.values())
    ]
    values, marks = [c[0] for c in cells], [c[1] for c in cells]
    sparse = form % 3 == 1
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": f"Tabell {nummer}",
        "updated": tabell.oppdatert,
        "id": list(valg),
        "size": [len(v) for v in valg.values()],
        "dimension": _dimensjoner(tabell, valg, form),
        "value": {str(n): v for n, v in enumerate(values) if v is not None} if sparse else values,
    }
    if any(marks):
        document["status"] = [m or "" for m in marks] if form % 3 == 2 else {str(n): m for n, m in enumerate(marks) if m}
    return document


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def log_message(self, *_: object) -> None:
        return

    def _send(self, status: int, content: bytes, kind: str = "application/json", cut: bool = False, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if self.stub.kunngjort:
            self.send_header("x-ratelimit-policy", self.stub.kunngjort)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if cut:
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.close_connection = True
            return
        self.wfile.write(content)

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: dict) -> None:  # noqa: PLR0911, PLR0912  (one line for each way a service answers)
        stub, url = self.stub, urlsplit(self.path)
        stub.spurt.append(f"{self.command} {self.path}")
        if len(self.path) > 2000:
            return self._send(404, b"<!DOCTYPE html><html><body>Not found</body></html>", "text/html")
        if stub.for_fort():
            return self._send(429, b'{"title":"Too many requests","status":429}', Retry_After="1")
        parts = url.path.strip("/").split("/")
        if parts[0] == "classifications" and parts[2] == "corresponds":
            if parse_qs(url.query).get("targetClassificationId") != ["131"]:
                return self._send(404, b'{"timestamp":1,"status":404,"error":"Not Found","message":"no correspondence"}')
            return self._send(200, json.dumps({"correspondenceItems": MEDLEMMER}).encode())
        if parts[0] == "classifications":
            codes = [
                {"code": "5001", "name": "Trondheim – Tråante", "parentCode": None, "level": "1", "validFromInRequestedRange": "2024-01-01"}
            ]
            return self._send(200, json.dumps({"codes": codes}).encode())
        tabell = stub.tabeller.get(parts[1])
        if tabell is None:
            return self._send(404, b'{"type":"Parameter error","title":"Non-existent table","status":404}')
        if parts[2] == "metadata":
            document = {
                "version": "2.0",
                "class": "dataset",
                "label": parts[1],
                "updated": tabell.oppdatert if stub.beskrevet is None else stub.beskrevet,
                "id": list(tabell.variabler),
                "size": [len(v) for v in tabell.variabler.values()],
                "dimension": _dimensjoner(tabell, tabell.variabler, 0),
            }
            return self._send(200, json.dumps(document).encode())
        fault = stub.feil.popleft() if stub.feil else ""
        if self._faulty(fault):
            return None
        asked = (
            {s["variableCode"]: s["valueCodes"] for s in body["selection"]}
            if body
            else {
                key[len("valueCodes[") : -1]: value[0].split(",")
                for key, value in parse_qs(url.query).items()
                if key.startswith("valueCodes[")
            }
        )
        for code in ("ContentsCode", "Tid"):
            if code not in asked:
                return self._send(400, b'{"type":"Parameter error","title":"Missing selection for mandantory variable","status":400}')
        valg = {code: [v for v in tabell.variabler[code] if v in set(asked[code])] for code in tabell.variabler}
        if any(len(valg[code]) != len(asked[code]) for code in valg):
            return self._send(400, b'{"type":"Parameter error","title":"Non-existent value","status":400}')
        if prod(len(v) for v in valg.values()) > stub.grense:
            return self._send(403, b'{"type":"Parameter error","title":"Too many cells selected","status":403}')
        stub.form += 1
        document = svar(parts[1], tabell, valg, stub.form)
        if fault == "andre_verdier":
            document["dimension"]["Tid"]["category"] = {"index": ["1999"], "label": {"1999": "1999"}}
            document["size"][document["id"].index("Tid")] = 1
            document["value"] = [0] * prod(document["size"])
            document.pop("status", None)
        if fault == "for_faa_celler":
            document["value"] = [1]
        if stub.treg:
            time.sleep(stub.treg)
        content = json.dumps(document).encode()
        if fault == "gzip":
            return self._send(200, gzip.compress(content), Content_Encoding="gzip")
        return self._send(200, content, cut=fault == "kuttet")

    def _faulty(self, fault: str) -> bool:
        """Send what a fault sends instead of an answer."""
        if fault == "429":
            self._send(429, b"{}", Retry_After="0")
        elif fault == "503":
            self._send(503, b"<html>nede</html>", "text/html", Retry_After="0")
        elif fault == "html":
            self._send(200, b"<!DOCTYPE html><html><title>Logg inn</title></html>", "text/html")
        elif fault == "feil_i_200":
            self._send(200, b'{"type":"Parameter error","title":"Non-existent value","status":400}')
        elif fault == "flyttet":
            self._send(301, b"", "text/html", Location=self.path + "&flyttet=1")
        elif fault == "odelagt_gzip":
            self._send(200, b"\x1f\x8b\x08ikke pakket", Content_Encoding="gzip")
        elif fault == "404_html":
            self._send(404, b"<!DOCTYPE html><html><body>Not found</body></html>", "text/html")
        elif fault == "tomt":
            self._send(200, b"")
        else:
            return False
        return True


@contextmanager
def tjeneste(stub: Stub):
    """Serve on a free port of loopback while the block runs."""
    handler = type("Handler", (_Handler,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stub.adresse = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
