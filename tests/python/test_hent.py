"""`kommunevarehus hent` against a service on loopback that behaves, and misbehaves, as SSB's does."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from decimal import Decimal
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ssb_stub import TABELLER, Stub, Tabell, svar, tall, tjeneste
from varehus import output, run_command

from kommunevarehus.ssb.client import MAX_CELLS, Client
from kommunevarehus.ssb.datasets import Choice, cells, declared, split
from kommunevarehus.ssb.fetch import Landing
from kommunevarehus.ssb.jsonstat import SsbError, decode

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stub():
    with tjeneste(Stub()) as running:
        yield running


def run(stub: Stub, inn: Path, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own."""
    return subprocess.run(
        command(*arguments), env=environment(stub, inn), cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from kommunevarehus.cli import main; main()", "hent", *arguments]


def environment(stub: Stub, inn: Path) -> dict[str, str]:
    return {**os.environ, "KOMMUNEVAREHUS_SSB": stub.adresse, "KOMMUNEVAREHUS_KLASS": stub.adresse, "KOMMUNEVAREHUS_INN": str(inn)}


def landed(inn: Path, table: str) -> list[tuple]:
    """What dbt reads, but for when it was fetched."""
    return duckdb.sql(f"select * exclude (hentet) from read_parquet('{inn}/ssb/{table}/*.parquet') order by all").fetchall()


def expected_population(kommuner: list[str], years: range) -> list[tuple]:
    table = TABELLER["07459"]
    rows = []
    for codes in product(
        [k for k in table.variabler["Region"] if k in kommuner], ["1", "2"], table.variabler["Alder"], ["Personer1"], map(str, years)
    ):
        value, mark = tall("07459", codes, 0)
        rows.append((codes[0], codes[1], codes[2], int(codes[4]), value, mark))
    return sorted(rows)


def test_every_cell_lands_with_its_mark(stub, tmp_path):
    """The municipality comes with the numbers it had before; what is missing has its mark and no value."""
    done = run(stub, tmp_path, "befolkning", "--kommune", "5001", "--aar", "2018-2020")
    assert done.returncode == 0, done.stderr
    rows = duckdb.sql(
        f"select kommunenr, kjonn, alder, aar, personer, status from read_parquet('{tmp_path}/ssb/07459/*.parquet') order by 1, 2, 3, 4"
    ).fetchall()
    assert rows == expected_population(["1601", "1662", "5030", "5001"], range(2018, 2021))
    assert {row[5] for row in rows} == {None, ".", "..", ":"}
    assert all((row[4] is None) == (row[5] is not None) for row in rows)


def test_the_answer_lands_unchanged_with_its_origin(stub, tmp_path):
    run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    raw = next((tmp_path / "ssb/12134/raa").glob("nokkeltall-*[0-9a-f].json"))
    origin = json.loads(raw.with_suffix(".opphav.json").read_text())
    decoded, table = decode(raw.read_bytes())
    assert decoded.updated == origin["oppdatert"] == "2026-03-16T07:00:00Z"
    assert origin["adresse"].startswith(stub.adresse)
    assert table.num_rows == len(landed(tmp_path, "12134"))
    units = duckdb.sql(
        f"select distinct innhold, innhold_tekst, enhet from read_parquet('{tmp_path}/ssb/12134/*.parquet') order by 1"
    ).fetchall()
    assert units == [("KOSa0000", "Netto driftsresultat (prosent)", "prosent"), ("KOSb0000", "Langsiktig gjeld (prosent)", "prosent")]


@pytest.mark.parametrize("form", range(6))
def test_every_shape_of_the_format_gives_the_same_cells(form):
    """Dense or sparse values; marks as map, list; index as list or map."""
    valg = {code: values[:3] for code, values in TABELLER["12134"].variabler.items()}
    _, table = decode(json.dumps(svar("12134", TABELLER["12134"], valg, form)).encode())
    for row in table.to_pylist():
        codes = tuple(row[code] for code in valg)
        value, mark = tall("12134", codes, 1)
        assert (row["value"], row["status"]) == (None if value is None else Decimal(str(value)), mark)


def _small(**changes: object) -> dict:
    document = svar("12134", TABELLER["12134"], {code: values[:2] for code, values in TABELLER["12134"].variabler.items()}, 0)
    return {**document, **changes}


@pytest.mark.parametrize("status", [":", [":"] * 8, {str(n): ":" for n in range(8)}, [":"]])
def test_a_mark_is_never_zero(status):
    """Also where the answer gives a zero beside the mark, in each form a mark can have."""
    _, table = decode(json.dumps(_small(value=[0] * 8, status=status)).encode())
    assert table["value"].to_pylist() == [None] * 8
    assert table["status"].to_pylist() == [":"] * 8


def test_a_category_without_index_is_its_one_label():
    document = _small()
    document["dimension"]["Tid"]["category"] = {"label": {"2015": "2015"}}
    document["size"] = [2, 2, 1]
    _, table = decode(json.dumps({**document, "value": [1, 2, 3, 4.5], "status": None}).encode())
    assert table["value"].to_pylist() == [Decimal(1), Decimal(2), Decimal(3), Decimal("4.5")]
    assert set(table["Tid"].to_pylist()) == {"2015"}


def _one(order: list[str], codes: list[str | None], size: list[int]) -> bytes:
    dimension = {code: {"category": {"index": codes}} for code in order}
    return json.dumps({"class": "dataset", "id": order, "size": size, "dimension": dimension, "value": {"0": 1}}).encode()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "not JSON"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"[1, 2]", "no object"),
        (b'{"type":"Parameter error","title":"Non-existent table","status":404}', "Non-existent table"),
        (b'{"class":"collection"}', "Expected a dataset"),
        (b'{"class":"dataset"}', "no JSON-stat 2"),
        (json.dumps(_small(value=[1, 2])).encode(), "8 cells, and it has 2"),
        (json.dumps(_small(value={"9": 1})).encode(), "outside its 8 cells"),
        (json.dumps(_small(value=None)).encode(), "no values"),
        (json.dumps(_small(value=["mye"] * 8)).encode(), "no number"),
        (json.dumps(_small(value=[1e15] * 8)).encode(), "twelve digits"),
        (json.dumps(_small(status=[":", "."])).encode(), "2 status marks"),
        (json.dumps(_small(size=[2, 2, 3])).encode(), "3 values, and lists 2"),
        (json.dumps(_small(size=[2, 2])).encode(), "sizes"),
        (json.dumps(_small(value=[True] * 8)).encode(), "true or false"),
        (_one(["a", "a"], ["x"], [1, 1]), "names that are not taken"),
        (_one(["value"], ["x"], [1]), "names that are not taken"),
        (_one(["a"], ["x", "x"], [2]), "lists a value of a twice"),
        (_one(["a"], [None], [1]), "1 values, and lists 0"),
        (_one(["a"], ["x"], [1]).replace(b'{"0": 1}', b'{"0": 1, "0": 2}'), "lists «0» twice"),
        (_one(["a"], ["x"], [1])[:-1] + b', "status": {"0": ".", "0": "a"}}', "lists «0» twice"),
        (_one(["a"], ["x"], [1])[:-1] + b', "value": [2]}', "lists «value» twice"),
        (_one(["a", "b", "c"], [str(n) for n in range(400)], [400] * 3), "64000000 cells, more than"),
    ],
)
def test_what_is_no_dataset_is_said(raw, said):
    with pytest.raises(SsbError, match=said):
        decode(raw)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["class", "id", "size", "dimension", "category", "index", "label", "value", "status", "a", "0"]), inner, max_size=6
    ),
    max_leaves=20,
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_any_bytes_are_a_dataset_or_an_error(raw):
    try:
        decode(raw)
    except SsbError as error:
        assert str(error)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["Region", "Tid", "ContentsCode", "Alder", "Kjonn"]), st.integers(1, 40), min_size=3).filter(
        lambda sizes: {"Region", "Tid"} <= sizes.keys()
    ),
    st.integers(50, 5000),
)
def test_the_parts_are_the_whole_and_none_is_too_large(sizes, limit):
    selection = {code: [f"{code}{n}" for n in range(size)] for code, size in sizes.items()}
    parts = list(split(selection, "Region", limit))
    assert all(0 < cells(part) <= limit for part in parts)
    assert sum(cells(part) for part in parts) == cells(selection)
    boxes = {tuple((code, tuple(values)) for code, values in part.items()) for part in parts}
    assert len(boxes) == len(parts)
    if cells(selection) <= 20_000:
        combos = [combo for part in parts for combo in product(*part.values())]
        assert len(combos) == len(set(combos)) == cells(selection)


def test_the_plan_for_the_country_is_within_the_limits(tmp_path):
    """Counted by what the datasets declare, where SSB cannot be reached."""
    landing = Landing(tmp_path, Client("http://127.0.0.1:1", "http://127.0.0.1:1", attempts=1))
    for choice in (Choice(), Choice(tuple(TABELLER["07459"].variabler["Region"]))):
        planned = landing.plan(declared(), choice, offline=True)
        assert all(0 < extract.cells <= MAX_CELLS for plan in planned for extract in plan.extracts if extract.selection)
        assert all(plan.extracts for plan in planned)


def test_long_questions_are_posted(stub, tmp_path):
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    planned = landing.plan(declared(["befolkning"]), Choice())
    landing.fetch(planned, Choice())
    assert [call.split()[0] for call in stub.spurt] == ["GET", "GET"]  # the whole table's question is short enough
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    stub.tabeller["07459"].variabler["Region"] = [f"{n:04}" for n in range(300, 600)]
    landing.renew = True
    landing.fetch(landing.plan(declared(["befolkning"]), Choice(last=2006)), Choice(last=2006))
    assert stub.spurt[-1].startswith("POST")
    assert all(len(call) < 2010 for call in stub.spurt)


def test_no_extract_passes_the_limit_of_cells(stub, tmp_path, monkeypatch):
    monkeypatch.setattr("kommunevarehus.ssb.datasets.MAX_CELLS", 5000)
    monkeypatch.setattr("kommunevarehus.ssb.datasets.split.__defaults__", (5000,))
    stub.grense = 5000
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    landing.fetch(landing.plan(declared(["befolkning"]), Choice()), Choice())
    assert len(stub.spurt) > 9
    assert len(landed(tmp_path, "07459")) == 10 * 2 * 106 * 22


def test_the_announced_limit_is_kept(stub, tmp_path, monkeypatch):
    """Without a single refusal, though the service refuses the twentieth call of a second."""
    monkeypatch.setattr("kommunevarehus.ssb.datasets.split.__defaults__", (1000,))
    stub.takt, stub.kunngjort = (20, 1.0), "20;w=1s"
    said: list[str] = []
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse, say=said.append))
    fetched = landing.fetch(landing.plan(declared(["befolkning"]), Choice()), Choice())
    assert fetched > 40
    assert said == []


@pytest.mark.parametrize("fault", ["429", "503", "kuttet", "odelagt_gzip"])
def test_what_passes_is_tried_again(stub, tmp_path, fault):
    stub.feil.extend([fault, fault])
    said: list[str] = []
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse, say=said.append))
    landing.fetch(landing.plan(declared(["nokkeltall"]), Choice()), Choice())
    assert len(said) == 2
    assert len(landed(tmp_path, "12134")) == 14 * 2 * 11


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("html", "web page"),
        ("tomt", "not JSON"),
        ("feil_i_200", "Non-existent value"),
        ("404_html", "web page"),
        ("andre_verdier", "values were asked for"),
        ("for_faa_celler", "cells, and it has 1"),
    ],
)
def test_what_does_not_pass_is_one_sentence_and_what_was_there_stands(stub, tmp_path, fault, said):
    assert run(stub, tmp_path, "nokkeltall", "--kommune", "5001").returncode == 0
    before = landed(tmp_path, "12134")
    stub.tabeller["12134"].oppdatert = "2026-06-15T06:00:00Z"
    stub.feil.append(fault)
    done = run(stub, tmp_path, "nokkeltall", "--kommune", "5001", "--oppdater")
    assert done.returncode == 10
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert landed(tmp_path, "12134") == before


@pytest.mark.parametrize("fault", ["gzip", "flyttet"])
@pytest.mark.parametrize("longest", [0, 1800], ids=["POST", "GET"])
def test_a_packed_or_moved_answer_is_the_answer(stub, tmp_path, monkeypatch, fault, longest):
    """A question that has moved is asked there as it is: one that was posted is posted."""
    monkeypatch.setattr("kommunevarehus.ssb.client.MAX_URL", longest)
    stub.feil.append(fault)
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    landing.fetch(landing.plan(declared(["nokkeltall"]), Choice()), Choice())
    assert len(landed(tmp_path, "12134")) == 14 * 2 * 11
    assert {call.split()[0] for call in stub.spurt if "/data" in call} == {"GET" if longest else "POST"}


def test_an_answer_that_moves_for_ever_is_one_sentence(stub, tmp_path):
    stub.feil.extend(["flyttet"] * 20)
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    planned = landing.plan(declared(["nokkeltall"]), Choice())
    with pytest.raises(SsbError, match="from address to address"):
        landing.fetch(planned, Choice())


def test_a_variable_without_values_is_an_empty_table():
    document = _small()
    document["dimension"]["Tid"]["category"] = {"index": {}, "label": {}}
    decoded, table = decode(json.dumps({**document, "size": [2, 2, 0], "value": [], "status": {}}).encode())
    assert (decoded.cells, table.num_rows) == (0, 0)


def test_what_the_format_has_besides_is_left_alone():
    """As SSB answers: roles, notes, the PX extension, links, a mark on a cell that has its value, and a unit without decimals."""
    document = _small(
        role={"time": ["Tid"], "geo": ["KOKkommuneregion0000"], "metric": ["ContentsCode"]},
        note=["Foreløpige tall."],
        extension={"px": {"tableid": "12134", "decimals": 1}, "contact": [{"name": "SSB"}]},
        link={"describedby": [{"extension": {"Tid": "T"}}]},
        source="Statistisk sentralbyrå",
        value=[1.5] * 8,
        status={"0": "p"},
    )
    document["dimension"]["ContentsCode"]["category"]["unit"] = {"KOSa0000": {"base": "prosent"}}
    document["dimension"]["ContentsCode"]["extension"] = {"refperiod": {"KOSa0000": "31.12."}}
    _, table = decode(json.dumps(document).encode())
    assert table["value"].to_pylist() == [Decimal("1.5")] * 8
    assert table["status"].to_pylist() == ["p", *[None] * 7]


def test_the_members_of_the_groups_land_with_their_years(stub, tmp_path):
    done = run(stub, tmp_path, "klass_kostragruppemedlemmer", "--kommune", "5001")
    assert done.returncode == 0, done.stderr
    rows = duckdb.sql(
        f"""select overordnet, kode, gyldig_fra, gyldig_til from read_parquet('{tmp_path}/ssb/klass/*.parquet')
        where kode = '5001' order by 3"""
    ).fetchall()
    assert rows == [("EKG13", "5001", "2018-01-01", "2020-01-01"), ("EKG12", "5001", "2020-01-01", None)]
    (call,) = stub.spurt
    assert "targetClassificationId=131&from=2015-01-01&to=" in call


def test_any_table_of_kostras_by_its_number(stub, tmp_path):
    """What it has is in our columns, and of the years asked for."""
    stub.tabeller["12209"] = Tabell(
        {"KOKkommuneregion0000": ["5001", "EAK"], "KOKfunksjon0000": ["202"], "ContentsCode": ["KOSx0000"], "Tid": ["2014", "2024"]},
        {"KOSx0000": ("Utgift per elev (kr)", "kr", 0)},
    )
    done = run(stub, tmp_path, "12209", "--kommune", "5001")
    assert done.returncode == 0, done.stderr
    rows = duckdb.sql(
        f"select region, funksjon, art, innhold_tekst, aar from read_parquet('{tmp_path}/ssb/12209/*.parquet') order by 1"
    ).fetchall()
    assert rows == [("5001", "202", None, "Utgift per elev (kr)", 2024), ("EAK", "202", None, "Utgift per elev (kr)", 2024)]


def test_nobody_home_is_one_sentence(tmp_path):
    landing = Landing(tmp_path, Client("http://127.0.0.1:1", attempts=2))
    with pytest.raises(SsbError, match="did not answer in 2 tries"):
        landing.plan(declared(["nokkeltall"]), Choice())


@pytest.mark.parametrize("address", ["nonsense", "ftp://x"])
def test_what_is_no_address_is_said_at_once(address):
    with pytest.raises(SsbError, match=r"is no address .* Correct --adresse or --klass"):
        Client(address, address, say=pytest.fail).metadata("07459")


def test_a_table_or_variable_that_is_not_there_is_named(stub, tmp_path):
    done = run(stub, tmp_path, "regnskap", "--kommune", "5001")
    assert done.returncode == 10
    assert "Non-existent table" in done.stderr
    stub.tabeller["12134"].variabler["Nytt"] = ["1"]
    done = run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    assert done.returncode == 10
    assert "«Nytt»" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tull"], "no dataset «tull»"),
        (["--kommune", "7777"], "no municipality"),
        (["--kommune", "5001", "--alle"], "not both"),
        (["--aar", "2020-2010"], "no span of years"),
    ],
)
def test_a_wrong_choice_is_said(stub, tmp_path, arguments, said):
    done = run(stub, tmp_path, *arguments)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert stub.spurt == []


def test_the_same_again_asks_nothing_and_newer_figures_replace(stub, tmp_path):
    run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    asked = len(stub.spurt)
    assert "already" in run(stub, tmp_path, "nokkeltall", "--kommune", "5001").stdout
    assert len(stub.spurt) == asked
    assert "already" in run(stub, tmp_path, "nokkeltall", "--kommune", "5001", "--oppdater").stdout
    assert len(stub.spurt) == asked + 1, "only what the table says of itself"
    stub.tabeller["12134"].oppdatert = "2026-06-15T06:00:00Z"
    run(stub, tmp_path, "nokkeltall", "--kommune", "5001", "--oppdater")
    dates = duckdb.sql(f"select distinct oppdatert::date::text from read_parquet('{tmp_path}/ssb/12134/*.parquet')").fetchall()
    assert dates == [("2026-06-15",)]


def test_a_damaged_file_is_fetched_again(stub, tmp_path):
    run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    before = landed(tmp_path, "12134")
    next((tmp_path / "ssb/12134/raa").glob("nokkeltall-*[0-9a-f].json")).write_text("{}")
    run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    assert stub.spurt[-1].startswith("GET /tables/12134/data")
    assert landed(tmp_path, "12134") == before


def test_figures_published_in_the_middle_are_not_mixed(stub, tmp_path, monkeypatch):
    monkeypatch.setattr("kommunevarehus.ssb.datasets.split.__defaults__", (60,))
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    planned = landing.plan(declared(["nokkeltall"]), Choice())
    count = 0

    def publish(_: object) -> None:
        nonlocal count
        count += 1
        if count == 2:
            stub.tabeller["12134"].oppdatert = "2026-06-15T06:00:00Z"

    landing.fetch(planned, Choice(), publish)
    assert count > len(planned[0].extracts)
    vintages = duckdb.sql(f"select distinct oppdatert from read_parquet('{tmp_path}/ssb/12134/*.parquet')").fetchall()
    assert len(vintages) == 1
    assert len(landed(tmp_path, "12134")) == 14 * 2 * 11


@pytest.mark.parametrize("said", ["2026-03-16T07:00:00Z", "2026-03-16T08:00:00+01:00", ""])
def test_figures_ahead_of_the_tables_own_description_are_fetched_once(stub, tmp_path, said):
    """What a table says of itself may lag behind its figures, or be dated otherwise: that is no reason to ask for ever."""
    stub.beskrevet = said
    stub.tabeller["12134"].oppdatert = "2026-03-16T07:00:00Z" if said else "2026-06-15T06:00:00Z"
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    assert landing.fetch(landing.plan(declared(["nokkeltall"]), Choice()), Choice()) == 1
    again = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    assert again.plan(declared(["nokkeltall"]), Choice())[0].left == []


def test_a_description_that_lags_does_not_ask_for_ever(stub, tmp_path):
    stub.beskrevet, stub.tabeller["12134"].oppdatert = "2026-03-16T07:00:00Z", "2026-06-15T06:00:00Z"
    landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
    assert landing.fetch(landing.plan(declared(["nokkeltall"]), Choice()), Choice()) == 1


def test_figures_that_change_for_ever_are_left_for_later(stub, tmp_path, monkeypatch):
    monkeypatch.setattr("kommunevarehus.ssb.datasets.split.__defaults__", (160,))
    landing, count = Landing(tmp_path, Client(stub.adresse, stub.adresse)), 0

    def publish(_: object) -> None:
        nonlocal count
        count += 1
        stub.tabeller["12134"].oppdatert = f"2026-06-15T06:{count % 60:02}:{count // 60:02}Z"

    with pytest.raises(SsbError, match="different dates for table 12134, 5 times"):
        landing.fetch(landing.plan(declared(["nokkeltall"]), Choice()), Choice(), publish)


def test_a_damaged_description_is_fetched_again(stub, tmp_path):
    run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    (tmp_path / "ssb/12134/raa/metadata.json").write_text('{"id": [')
    done = run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    assert (done.returncode, "already" in done.stdout) == (0, True)
    assert stub.spurt[-1].startswith("GET /tables/12134/metadata")


def test_killed_three_times_it_ends_with_the_undisturbed_data(stub, tmp_path):
    """SIGKILL at random moments; the run after takes what is left, and only that."""
    wanted = tmp_path / "uforstyrret"
    arguments = ("befolkning", "nokkeltall", "klass_kommuner", "--alle", "--aar", "2017-2025")
    assert run(stub, wanted, *arguments).returncode == 0
    calls = len(stub.spurt)
    stub.treg, stub.spurt = 0.2, []
    inn, rng = tmp_path / "drept", random.Random(14)
    for _ in range(3):
        process = subprocess.Popen(
            command(*arguments), env=environment(stub, inn), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        seen = len(stub.spurt)
        while len(stub.spurt) == seen and process.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0.0, 0.4))
        process.kill()
        process.wait()
    assert run(stub, inn, *arguments).returncode == 0
    assert len(stub.spurt) <= calls + 3, "what had landed whole is not asked for again"
    for table in ("07459", "12134"):
        assert landed(inn, table) == landed(wanted, table)
    assert not [path for path in inn.rglob(".*") if path.is_file() and path.name != ".laas" and path.suffix == ".parquet"]


def test_two_at_once_is_one_sentence(stub, tmp_path):
    stub.treg = 3.0
    first = subprocess.Popen(
        command("nokkeltall", "--kommune", "5001"),
        env=environment(stub, tmp_path),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not any("/data" in call for call in list(stub.spurt)):
        time.sleep(0.02)
    second = run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    assert second.returncode == 1
    assert "Another `kommunevarehus hent`" in second.stderr
    assert first.wait(30) == 0


def test_a_table_by_its_number_lands_whatever_it_is_parted_by(stub, tmp_path):
    """A concept that KOSTRA's tables may have is in its column, declared or not; what nobody knows is in one column with SSB's names."""
    regions = ["1601", "5001", "EAK"]
    contents = {"KOSx0000": ("Andel (prosent)", "prosent", 1)}
    stub.tabeller["12275"] = Tabell(
        {
            "KOKkommuneregion0000": regions,
            "KOKalder0000": ["F000-017", "F000-022"],
            "KOKbvfunksjon0000": ["0", "1"],
            "ContentsCode": ["KOSx0000"],
            "Tid": ["2024"],
        },
        contents,
    )
    stub.tabeller["12137"] = Tabell(
        {"KOKkommuneregion0000": regions, "KOKartkap0000": ["AGD1", "KG31"], "ContentsCode": ["KOSx0000"], "Tid": ["2024"]}, contents
    )
    assert run(stub, tmp_path, "12275", "--kommune", "5001").returncode == 0
    assert run(stub, tmp_path, "grunnlagsdata", "--kommune", "5001").returncode == 0
    asked = "select distinct region, begrep, inndeling from read_parquet('{}/ssb/{}/*.parquet') order by all"
    parted = [f"KOKalder0000={age} KOKbvfunksjon0000={kind}" for age, kind in product(["F000-017", "F000-022"], "01")]
    assert duckdb.sql(asked.format(tmp_path, "12275")).fetchall() == [(region, None, part) for region in regions for part in parted]
    assert duckdb.sql(asked.format(tmp_path, "12137")).fetchall() == [
        (region, code, None) for region in regions for code in ("AGD1", "KG31")
    ]


def test_a_declared_table_that_has_got_another_variable_is_refused(stub, tmp_path):
    table = stub.tabeller["12134"]
    stub.tabeller["12134"] = Tabell({**table.variabler, "KOKnytt0000": ["1"]}, table.innhold)
    done = run(stub, tmp_path, "nokkeltall", "--kommune", "5001")
    assert done.returncode == 10
    assert "has a variable «KOKnytt0000» that nokkeltall does not know" in done.stderr
    assert not list((tmp_path / "ssb").rglob("*.parquet"))


# What dbt makes of it


@pytest.mark.full
def test_what_landed_is_built_and_the_newest_is_used(stub, unbuilt):
    """A real build over two answers to overlapping questions: prints as points and SSB's series on one line, each saying what it is."""
    stub.tabeller["12143"] = Tabell(
        {
            "KOKkommuneregion0000": ["1601", "5001", "EAK"],
            "KOKartkap0000": ["AGD23", "AGD9"],
            "ContentsCode": ["KOSbelopbrinv0000"],
            "Tid": ["2023", "2024"],
        },
        {"KOSbelopbrinv0000": ("Andel av brutto driftsinntekter (prosent)", "prosent", 1)},
        oppdatert="2025-03-17T07:00:00Z",
    )
    assert run(stub, unbuilt.root / "inn", "hovedtall", "--kommune", "5001", "--aar", "2024").returncode == 0
    stub.tabeller["12143"].oppdatert = "2025-06-16T06:00:00Z"
    assert run(stub, unbuilt.root / "inn", "hovedtall", "--kommune", "5001", "--oppdater").returncode == 0
    built = run_command(unbuilt, "build", "--strict")
    assert built.returncode == 0, output(built)
    with duckdb.connect(str(unbuilt.database), read_only=True) as connection:
        assert connection.sql("select count(*), count(distinct oppdatert), min(utgave) from marts.fct_ssb_verdi").fetchall() == [
            (12, 1, "revidert")
        ]
        series = connection.sql(
            """select aar, kildeslag, verdi_brukt, status from rapport.rapport_nokkeltall_over_tid
            where indikator_id = 'netto_driftsresultat_pst' and enhet_id = '5001' order by all"""
        ).fetchall()
    from_ssb = [row for row in series if row[1] == "ssb"]
    wanted = [tall("12143", ("5001", "AGD23", "KOSbelopbrinv0000", year), 1) for year in ("2023", "2024")]
    assert [row[2] for row in from_ssb] == [None if value is None else Decimal(str(value)) for value, _ in wanted]
    assert len(series) > len(from_ssb), "what the reports print stands on the same line"
    (unbuilt.root / "inn").rename(unbuilt.root / "borte")
    assert run_command(unbuilt, "build").returncode == 0
    with duckdb.connect(str(unbuilt.database), read_only=True) as connection:
        assert connection.sql("select count(*) from marts.fct_ssb_verdi").fetchall() == [(0,)]
