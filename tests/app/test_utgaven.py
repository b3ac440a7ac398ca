"""The edition behind the viewer: attached to be read and nothing else; and where an address that no page has leads."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "sql",
    [
        "create table x as select 1",
        "delete from marts.dim_rapport",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "attach ':memory:' as y",
        "attach '/tmp/y.duckdb' as y",
        "copy (select 1) to '/tmp/y.csv'",
        "install httpfs",
        "set enable_external_access = true",
        "set memory_limit = '9GB'",
    ],
)
def test_nothing_but_the_edition_can_be_read_and_nothing_written(edition: Path, sql: str) -> None:
    import data  # noqa: PLC0415

    connection = data._database(str((edition / "gjeldende").resolve()))
    assert connection.execute("select count(*) from marts.dim_rapport").fetchone() != (0,)
    with pytest.raises(duckdb.Error):
        connection.execute(sql)


def test_the_edition_is_attached_not_copied(edition: Path) -> None:
    import data  # noqa: PLC0415

    path = (edition / "gjeldende").resolve()
    found = data._database(str(path)).execute("select path, readonly from duckdb_databases() where not internal").fetchall()
    assert found == [(str(path / "kommunevarehus.duckdb"), True)]


def test_a_damaged_edition_is_a_sentence(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lager = tmp_path / "lager"
    shutil.copytree(store, lager, symlinks=True)
    database = (lager / "gjeldende").resolve() / "kommunevarehus.duckdb"
    for path in (database.parent, database):
        path.chmod(0o755)
    database.write_bytes(b"\0" * database.stat().st_size)
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(lager))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(ROOT))
    monkeypatch.syspath_prepend(str(ROOT / "app"))
    app = AppTest.from_file(str(ROOT / "app" / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert "skadet" in app.info[0].value


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (b"/", None),
        (b"/okonomi", None),
        (b"/static/js/index.js", None),
        (b"/tjenester/_stcore/health", None),
        (b"/media/abc.png", None),
        (b"/tjenester/barnehage", "/tjenester?omrade=barnehage"),
        (b"/okonomi/budsjett/", "/okonomi?fane=budsjett"),
        (b"/ansatte/x", "/ansatte"),
        (b"/tjenester/a/b", "/tjenester"),
        (b"/x/y", "/finnes_ikke"),
        (b"/100%", "/finnes_ikke"),
        (b"/%ff", "/finnes_ikke"),
        (b"//evil.example/x", "/finnes_ikke"),
        (b"/tjenester/%26x%3Dy", "/tjenester?omrade=%26x%3Dy"),
        (b"/tjenester/a%0d%0aset-cookie:x", "/tjenester?omrade=a%0D%0Aset-cookie%3Ax"),
    ],
)
def test_an_address_that_no_page_has_leads_to_one(edition: Path, asked: bytes, target: str | None) -> None:
    import server  # noqa: PLC0415

    assert server.led_to(asked) == target
