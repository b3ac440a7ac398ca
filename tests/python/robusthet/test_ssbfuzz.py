"""Whatever a service answers, broken HTTP too, ends in landed figures or in one sentence, and what had landed stands."""

from __future__ import annotations

import json
import random
from pathlib import Path

import duckdb
import pytest
from ssb_stub import TABELLER, Stub, svar, tjeneste
from ssb_vrang import answer, vrang

from kommunevarehus.ssb.client import Client
from kommunevarehus.ssb.datasets import Choice, declared
from kommunevarehus.ssb.fetch import Landing
from kommunevarehus.ssb.jsonstat import SsbError

ANSWERS = 200
CHOICE = Choice(("5001",), 2024, 2024)
TABLE = TABELLER["12134"]
ASKED = {
    "KOKkommuneregion0000": ["5001", "EAK", "EAKUO", "EKG12", "EKA50"],
    "ContentsCode": ["KOSa0000", "KOSb0000"],
    "Tid": ["2024"],
}
WHOLE = {
    "nokkeltall": json.dumps(svar("12134", TABLE, ASKED, 0)).encode(),
    "klass_kostragruppemedlemmer": json.dumps(
        {"correspondenceItems": [{"sourceCode": "EKG01", "targetCode": "5001", "validFrom": "2020-01-01"}]}
    ).encode(),
}


def files(inn: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in inn.rglob("*") if path.is_file() and not path.name.startswith(".laas")}


def cells(inn: Path) -> list[tuple[object, ...]]:
    return duckdb.sql(f"select * exclude (hentet, oppdatert) from '{inn}/ssb/12134/*.parquet' order by all").fetchall()


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("seed", [1, 2])
def test_any_answer_is_landed_whole_or_refused_in_a_sentence(name: str, seed: int, tmp_path: Path) -> None:
    with tjeneste(Stub()) as stub:
        landing = Landing(tmp_path, Client(stub.adresse, stub.adresse))
        landing.fetch(landing.plan(declared(list(WHOLE)), CHOICE), CHOICE)
    before, right = files(tmp_path), cells(tmp_path)
    dice, landed = random.Random(seed), 0
    for _ in range(ANSWERS):
        script = [answer(dice, WHOLE[name]) for _ in range(6)]
        with vrang(iter(script)) as address:
            client = Client(address, address, attempts=1, timeout=0.5)
            landing = Landing(tmp_path, client)
            planned = landing.plan(declared([name]), CHOICE)
            planned[0].landed.clear()
            try:
                landing.fetch(planned, CHOICE)
            except SsbError as error:
                assert files(tmp_path) == before, script[0]
                assert "\n" not in str(error)
                assert len(str(error)) < 600
            else:
                landed += 1
                before = files(tmp_path)
                assert cells(tmp_path) == right, script[0]
            finally:
                client.close()
    assert 5 < landed < ANSWERS - 50
