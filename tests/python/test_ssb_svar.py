"""`kommunevarehus hent` held against answers in the shapes that the services document, which are more than our stub's.

Sources of the shapes: https://www.ssb.no/api/pxwebapiv2, https://www.pxtools.net/PxWebApi/documentation/user-guide/,
https://data.ssb.no/api/klass/v1/api-guide.html and https://json-stat.org/full/. The figures are made up.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kommunevarehus.ssb.client import Client
from kommunevarehus.ssb.datasets import Choice, declared
from kommunevarehus.ssb.fetch import Landing
from kommunevarehus.ssb.jsonstat import SsbError

Answer = tuple[int, Any]
REGION = "KOKkommuneregion0000"
YEAR = {"Tid": ["2024"]}


@contextmanager
def played(answers: dict[str, Answer]) -> Iterator[str]:
    """Answer each address that has one of these words in it with its status and body, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            status, body = next((answer for word, answer in answers.items() if word in self.path), (404, b""))
            content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("x-ratelimit-limit", "40")
            self.send_header("x-ratelimit-policy", "40;w=60s")
            self.send_header("x-ratelimit-remaining", "39")
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def fetch(answers: dict[str, Answer], inn: Path, dataset: str, choice: Choice | None = None) -> duckdb.DuckDBPyRelation:
    """What lands of a dataset, as dbt reads it."""
    asked = choice or Choice(("5001",))
    with played(answers) as address, closing(Client(address, address, attempts=1)) as client:
        landing = Landing(inn, client)
        landing.fetch(landing.plan(declared([dataset]), asked), asked)
    return duckdb.read_parquet(f"{inn}/ssb/*/*.parquet", union_by_name=True)


def dimension(code: str, codes: list[str], labels: list[str] | None = None, **units: tuple[str, int]) -> dict[str, Any]:
    """A variable as PxWebApi 2 describes it."""
    told: dict[str, Any] = {
        "label": "statistikkvariabel" if code == "ContentsCode" else code.lower(),
        "category": {"index": {value: n for n, value in enumerate(codes)}, "label": dict(zip(codes, labels or codes, strict=True))},
        "extension": {
            "elimination": code not in ("ContentsCode", "Tid", REGION),
            "noteMandatory": {"0": True},
            "show": "code_value",
            "codelists": [
                {
                    "id": "agg_KommSummer",
                    "label": "Kommuner 2024, sammenslåtte tidsserier",
                    "type": "Aggregation",
                    "links": [
                        {"rel": "metadata", "hreflang": "no", "href": "https://data.ssb.no/api/pxwebapi/v2/codeLists/agg_KommSummer"}
                    ],
                },
                {"id": "vs_Kommun", "label": "Alle kommuner", "type": "Valueset", "links": []},
            ],
        },
        "link": {
            "describedby": [{"extension": {code: "urn:ssb:classification:klass:131"}}],
            "related": [{"extension": {"relation": "definitions"}, "href": "https://www.ssb.no/klass", "label": "x", "type": "text/html"}],
        },
        "note": ["1.1.2019 ble kommunen 1567 Rindal flyttet."],
    }
    if units:
        told["category"]["unit"] = {value: {"base": unit, "decimals": decimals} for value, (unit, decimals) in units.items()}
        told["category"]["note"] = {codes[0]: ["Fotnote til verdien."]}
        told["extension"] |= {
            "refperiod": dict.fromkeys(codes, "31.12."),
            "measuringType": dict.fromkeys(codes, "Stock"),
            "priceType": dict.fromkeys(codes, "NotApplicable"),
            "adjustment": dict.fromkeys(codes, "None"),
            "basePeriod": {},
            "alternativeText": dict.fromkeys(codes, "x"),
        }
    return told


def dataset(dimensions: dict[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A dataset with all that the service sends besides; without `value` it is a description."""
    return {
        "version": "2.0",
        "class": "dataset",
        "href": "https://data.ssb.no/api/pxwebapi/v2/tables/x/metadata?lang=no",
        "label": "x: Noe, etter region, statistikkvariabel og år",
        "source": "Statistisk sentralbyrå",
        "updated": "2026-06-15T06:00:00Z",
        "link": {"related": [{"extension": {"relation": "statistics-homepage"}, "href": "https://www.ssb.no/x", "type": "text/html"}]},
        "note": ["Landet er estimert.", ".. = Tallgrunnlag mangler."],
        "role": {"time": ["Tid"], "geo": [next(iter(dimensions))], "metric": ["ContentsCode"]},
        "id": list(dimensions),
        "size": [len(one["category"]["label"]) for one in dimensions.values()],
        "dimension": dimensions,
        "extension": {
            "noteMandatory": {"1": True},
            "px": {
                "infofile": "None",
                "tableid": "x",
                "decimals": 0,
                "official-statistics": True,
                "aggregallowed": False,
                "copyright": False,
                "language": "no",
                "contents": "x: Noe,",
                "descriptiondefault": False,
                "heading": ["ContentsCode", "Tid"],
                "stub": [next(iter(dimensions))],
                "matrix": "x",
                "subject-code": "os",
            },
            "discontinued": None,
            "contact": [{"name": "Ola Nordmann, Statistisk sentralbyrå", "phone": "+47 00 00 00 00", "mail": "x@ssb.no", "raw": "x"}],
        },
        **more,
    }


def both(description: dict[str, dict[str, Any]], answer: dict[str, dict[str, Any]], **more: Any) -> dict[str, Answer]:
    """A table's description and its one answer."""
    return {"/metadata": (200, dataset(description)), "/data": (200, dataset(answer, **more))}


def money(*codes: str) -> dict[str, dict[str, Any]]:
    """The contents and the year of a table of KOSTRA's."""
    return {
        "ContentsCode": dimension("ContentsCode", list(codes), [f"{code} (kr)" for code in codes], **dict.fromkeys(codes, ("kr", 0))),
        "Tid": dimension("Tid", YEAR["Tid"]),
    }


def test_population_as_07459_has_it(tmp_path: Path) -> None:
    """Women before men, the country and counties among the regions, `105+`, a mark, and an answer with the years first."""
    ages = [f"{age:03}" for age in range(105)] + ["105+"]
    contents = dimension("ContentsCode", ["Personer1"], ["Personer"], Personer1=("personer", 0))
    held = {
        "Region": dimension("Region", ["0", "50", "0399", "1601", "5001"], ["Hele landet", "Trøndelag", "Uoppgitt", "T (-2017)", "T"]),
        "Kjonn": dimension("Kjonn", ["2", "1"], ["Kvinner", "Menn"]),
        "Alder": dimension("Alder", ages),
        "ContentsCode": contents,
        "Tid": dimension("Tid", ["1986", "2025", "2026"]),
    }
    came = {
        "Tid": dimension("Tid", ["2026"]),
        "Region": dimension("Region", ["5001"]),
        "Alder": held["Alder"],
        "ContentsCode": contents,
        "Kjonn": dimension("Kjonn", ["1", "2"]),
    }
    values: list[int | None] = [1000 + n for n in range(212)]
    values[211] = None
    rows = fetch(both(held, came, value=values, status={"211": "..", "3": ""}), tmp_path, "befolkning", Choice(("5001",), 2026, 2026))
    assert rows.project("kommunenr, aar, status").distinct().order("all").fetchall() == [("5001", 2026, ".."), ("5001", 2026, None)]
    found = {(row[0], row[1]): row[2] for row in rows.project("alder, kjonn, personer").fetchall()}
    assert (found["000", "1"], found["000", "2"], found["105+", "1"], found["105+", "2"]) == (1000, 1001, 1210, None)


def test_contents_of_several_units_and_decimals(tmp_path: Path) -> None:
    """Each content has its own unit; one has none; decimals are as they come, and a mark is by its cell."""
    contents = dimension(
        "ContentsCode",
        ["KOSa0000", "KOSb0000", "KOSc0000"],
        ["Andel (prosent)", "Beløp (1000 kr)", "Per innbygger"],
        KOSa0000=("prosent", 1),
        KOSb0000=("1000 kr", 0),
    )
    table = {REGION: dimension(REGION, ["5001", "EAK"]), "ContentsCode": contents, "Tid": dimension("Tid", ["2024"])}
    rows = fetch(both(table, table, value=[-2.4, 12345678, 0.125, None, None, 0], status={"3": ":", "4": "."}), tmp_path, "12345")
    assert rows.project("region, innhold, enhet, verdi, status").order("all").fetchall() == [
        ("5001", "KOSa0000", "prosent", Decimal("-2.4"), None),
        ("5001", "KOSb0000", "1000 kr", Decimal(12345678), None),
        ("5001", "KOSc0000", None, Decimal("0.125"), None),
        ("EAK", "KOSa0000", "prosent", None, ":"),
        ("EAK", "KOSb0000", "1000 kr", None, "."),
        ("EAK", "KOSc0000", None, Decimal(0), None),
    ]


@pytest.mark.parametrize("index", ["map", "list", "none"])
@pytest.mark.parametrize("sparse", [False, True], ids=["list", "map"])
def test_one_value_with_and_without_its_index(tmp_path: Path, index: str, sparse: bool) -> None:
    """A variable with one value needs no index; `status` is one text for all."""
    table = {REGION: dimension(REGION, ["5001"]), **money("KOSx0000")}
    for one in table.values():
        if index == "list":
            one["category"]["index"] = list(one["category"]["index"])
        elif index == "none":
            del one["category"]["index"]
    rows = fetch(both(table, table, value={} if sparse else [None], status=".."), tmp_path, "12345")
    assert rows.project("region, innhold, aar, verdi, status").fetchall() == [("5001", "KOSx0000", 2024, None, "..")]


@pytest.mark.parametrize(
    "updated", ["2026-06-15T06:00:00Z", "2026-06-15T08:00:00+02:00", "2026-06-15T06:00:00.000+0000", "2026-06-15T06:00:00"]
)
def test_the_date_of_change_however_it_is_written(tmp_path: Path, updated: str) -> None:
    table = {REGION: dimension(REGION, ["5001"]), **money("KOSx0000")}
    rows = fetch(both(table, table, value=[1], updated=updated), tmp_path, "12345")
    assert rows.project("strftime(oppdatert at time zone 'UTC', '%Y-%m-%d %H:%M')").fetchall() == [("2026-06-15 06:00",)]


@pytest.mark.parametrize("period", ["2024K1", "2024M01", "2024U01", "1970-2024"])
def test_a_table_that_does_not_count_in_years_is_refused_before_anything_is_fetched(tmp_path: Path, period: str) -> None:
    table = {REGION: dimension(REGION, ["5001"]), **money("KOSx0000"), "Tid": dimension("Tid", [period])}
    with pytest.raises(SsbError, match=f"Table 12345 has figures of «{period}». Expected years"):
        fetch(both(table, table, value=[1]), tmp_path, "12345")
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize("region", ["KOKfylkesregion0000", "KOKbydelsregion0000", "Grunnkretser"])
def test_a_table_of_something_else_than_municipalities_says_what_it_is_parted_by(tmp_path: Path, region: str) -> None:
    table = {region: dimension(region, ["030101"]), **money("KOSx0000")}
    with pytest.raises(SsbError, match=f"has no variable «{REGION}». It is parted by {region}, ContentsCode, Tid"):
        fetch(both(table, table, value=[1]), tmp_path, "12345")


def test_a_table_without_the_years_asked_for_says_which_it_has(tmp_path: Path) -> None:
    table = {REGION: dimension(REGION, ["5001"]), **money("KOSx0000"), "Tid": dimension("Tid", ["2008", "2009", "2014"])}
    with played(both(table, table, value=[1])) as address, closing(Client(address, address, attempts=1)) as client:
        landing = Landing(tmp_path, client)
        (plan,) = landing.plan(declared(["12345"]), Choice(("5001",)))
        (other,) = landing.plan(declared(["12345"]), Choice(("0301",), 2010, 2011))
    assert (plan.extracts, plan.nothing) == ([], "none of the years asked for: it has 2008, 2014")
    assert (other.missing, other.extracts) == (["0301"], [])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            (400, {"type": "Parameter error", "title": "Too many cells selected", "status": 400, "detail": "Too many cells selected"}),
            "«Too many",
        ),
        ((400, {"type": "Parameter error", "title": "Missing selection for mandantory variable", "status": 400}), "mandantory"),
        ((400, {"error": "The request for variable 'Tid' has an error."}), "variable 'Tid' has an error"),
        ((500, b""), "SSB answered 500"),
        ((404, b"<!DOCTYPE html><html>"), "It looks like a web page"),
        ((200, {"title": "x", "variables": [{"code": "Tid", "text": "tid", "values": ["2024"], "valueTexts": ["2024"]}]}), "version 1"),
        ((200, {"language": "no", "id": "12345", "label": "x", "variables": [{"id": "Tid", "type": "TimeVariable"}]}), "version 1"),
    ],
    ids=["celler", "mangler", "v1-feil", "500", "html", "v1-metadata", "json-px"],
)
def test_what_the_service_says_is_passed_on(tmp_path: Path, answer: Answer, said: str) -> None:
    table = {REGION: dimension(REGION, ["5001"]), **money("KOSx0000")}
    which = "/metadata" if answer[0] == 200 else "/data"
    with pytest.raises(SsbError) as caught:
        fetch({**both(table, table, value=[1]), which: answer}, tmp_path, "12345")
    assert said in str(caught.value)
    assert not list(tmp_path.rglob("*.parquet"))


# KLASS


def test_codes_of_klass(tmp_path: Path) -> None:
    """A parent that is an empty text is none, and `codesAt` gives no range."""
    code = {"level": "1", "shortName": "", "presentationName": "", "validFrom": None, "validTo": None, "notes": ""}
    answer = {
        "codes": [
            {"code": "5001", "parentCode": "", "name": "Trondheim - Tråante", **code},
            {"code": "5006", "parentCode": None, "name": "Steinkjer", **code, "validFromInRequestedRange": "2024-01-01"},
        ]
    }
    rows = fetch({"codesAt?date=2024-01-01": (200, answer)}, tmp_path, "klass_kommuner", Choice((), 2024, 2024))
    assert rows.project("kode, navn, overordnet, gyldig_fra, gyldig_til, liste").order("all").fetchall() == [
        ("5001", "Trondheim - Tråante", None, None, None, "klass_kommuner"),
        ("5006", "Steinkjer", None, "2024-01-01", None, "klass_kommuner"),
    ]


def test_changes_of_klass(tmp_path: Path) -> None:
    """A new number, a new name, a number that ended, one that began."""
    words = {"oldShortName": "", "newShortName": ""}
    answer = {
        "codeChanges": [
            {"oldCode": "1567", "oldName": "Rindal", "newCode": "5061", "newName": "Rindal", "changeOccurred": "2019-01-01", **words},
            {"oldCode": "1942", "oldName": "Nordreisa", "newCode": "1942", "newName": "Nordreisa - Ráisa", "changeOccurred": "2019-01-01"},
            {"oldCode": "2111", "oldName": "Spitsbergen", "newCode": None, "newName": None, "changeOccurred": "2020-01-01", **words},
            {"oldCode": "", "oldName": "", "newCode": "2100", "newName": "Svalbard", "changeOccurred": "2020-01-01", **words},
        ]
    }
    rows = fetch({"changes?from=": (200, answer)}, tmp_path, "klass_kommuneendringer")
    assert rows.project("fra_kode, kode, gyldig_fra").order("all").fetchall() == [
        ("1567", "5061", "2019-01-01"),
        ("1942", "1942", "2019-01-01"),
        ("2111", None, "2020-01-01"),
        (None, "2100", "2020-01-01"),
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            (404, {"timestamp": "2026-11-29T18:00:00.000+00:00", "status": 404, "error": "Not Found", "message": "No item"}),
            "«No item» with status 404",
        ),
        ((200, '"code";"parentCode";"level";"name"\n"5001";"";"1";"Trondheim"\n'.encode("iso-8859-1")), 'begins «"code";'),
        ((200, {"_embedded": {"classifications": []}, "page": {"size": 20}}), "without codes, codeChanges or correspondenceItems"),
    ],
    ids=["404", "csv", "oversikt"],
)
def test_what_is_no_list_of_klass_is_said(tmp_path: Path, answer: Answer, said: str) -> None:
    with pytest.raises(SsbError) as caught:
        fetch({"codesAt": answer}, tmp_path, "klass_kommuner")
    assert said in str(caught.value)
