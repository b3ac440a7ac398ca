"""Packages on their way in: left out with their reason, checked alone before, begun by a command; and what a build is built from."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import duckdb
import pytest
from varehus import BIN, ROOT, clean_environment, output, remove, run_command, snapshot

from kommunevarehus.editions import Store
from kommunevarehus.packages import left_out
from kommunevarehus.pipeline import _forget_what_was_parsed_elsewhere, build, input_fingerprint
from kommunevarehus.project import BuildError, Project

AB, ASSS = "5001-arsberetning-2020", "1601-asss-2014"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody else's packages: one with a link out, one with a slip, and one that takes another's short name."""
    folder = tmp_path / "rapporter"
    (folder / "1601-lenke-2014").mkdir(parents=True)
    (folder / "1601-lenke-2014" / "utsagn.csv").symlink_to("/etc/passwd")
    shutil.copytree(ROOT / "seeds" / "rapporter" / ASSS, folder / "1601-asss2-2014")
    description = json.loads((folder / "1601-asss2-2014" / "datapackage.json").read_text("utf-8"))
    (folder / "1601-asss2-2014" / "datapackage.json").write_text(json.dumps(description | {"name": "1601-asss2-2014"}), "utf-8")
    return folder


def test_a_bad_package_is_left_out_with_its_reason_and_the_others_are_published(scratch: Project, outside: Path) -> None:
    """The whole way: build, validation and publication, the table of reasons, and the strict build that stops."""
    before = Store(scratch.store).require_current()
    path = scratch.root / "seeds" / "rapporter" / ASSS / "tabeller" / "T14_tjenesteprofil_barnehage.csv"
    raw = path.read_bytes()
    path.write_bytes(raw[:-3])
    named = {"KOMMUNEVAREHUS_RAPPORTER": str(outside)}

    strict = run_command(scratch, "warehouse", "--strict", **named)
    assert strict.returncode == 1, output(strict)
    assert "--strict was asked for. Nothing was published" in strict.stderr
    assert Store(scratch.store).require_current() == before

    done = run_command(scratch, "warehouse", **named)

    assert done.returncode == 6, output(done)
    assert "Traceback" not in output(done)
    assert "3 report packages have a fault" in done.stderr
    assert "1601-lenke-2014/utsagn.csv, line 1: utsagn.csv is a link that leads out of the package" in done.stderr
    assert f"1601-asss2-2014/datapackage.json, line 1: the short name ASSS2014 is also that of {ASSS}" in done.stderr
    assert re.search(rf"{ASSS}/tabeller/T14_\S+, line \d+", done.stderr)
    assert "root:" not in output(done)
    edition = Store(scratch.store).require_current()
    assert edition != before
    with duckdb.connect(str(edition.database), read_only=True) as connection:
        status = dict(connection.sql("select rapport_id, status from kvalitet.rapportstatus").fetchall())
        reasons = dict(connection.sql("select rapport_id, grunn from kvalitet.rapportstatus where status = 'utelatt'").fetchall())
        read = connection.sql("select distinct rapport_id from kvalitet.kildecelle").fetchall()
        known = connection.sql("select rapport_id from marts.dim_rapport").fetchall()
    sound = {path.name for path in (scratch.root / "seeds" / "rapporter").iterdir() if path.is_dir()} - {ASSS}
    assert AB in sound
    assert status == dict.fromkeys(sound, "lest") | dict.fromkeys((ASSS, "1601-asss2-2014", "1601-lenke-2014"), "utelatt")
    assert "is a link that leads out" in reasons["1601-lenke-2014"]
    assert {name for (name,) in read} == {name for (name,) in known} == sound

    again = run_command(scratch, "build", **named)
    assert again.returncode == 6, "what was left out is said also when nothing has changed"
    assert "nothing has changed since the last build" in again.stdout

    path.write_bytes(raw)
    mended = run_command(scratch, "warehouse")
    assert mended.returncode == 0, output(mended)
    assert Store(scratch.store).require_current().manifest["content_sha256"] == before.manifest["content_sha256"]


def test_a_build_by_hand_says_which_packages_were_left_out(scratch: Project) -> None:
    path = scratch.root / "seeds" / "rapporter" / ASSS / "fotnoter.csv"
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    done = dbt(scratch, "build", "--select", "+int_rapport__feil")  # the faults; the rest of a build adds nothing to what is said
    assert done.returncode == 0, output(done)
    assert f"Packages left out: {ASSS}" in done.stdout
    assert f"{ASSS}/fotnoter.csv, line 1: parted by semicolons (saved by Excel?)" in done.stdout


def test_a_fault_in_what_all_share_stops_the_build(scratch: Project) -> None:
    path = scratch.root / "seeds" / "oppstillinger" / "rader.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(",ja\n", ",kanskje\n", 1), "utf-8")
    before = snapshot(scratch.store)
    done = run_command(scratch, "warehouse")
    assert done.returncode == 1, output(done)
    assert "seeds/oppstillinger/rader.csv" in done.stderr
    assert "cannot read «kanskje». Expected one of ja, nei" in done.stderr
    assert snapshot(scratch.store) == before
    assert run_command(scratch, "publish").returncode == 4


def dbt(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A dbt run by hand."""
    return subprocess.run(
        [str(BIN / "dbt"), "--no-use-colors", *arguments],
        cwd=project.root,
        env=clean_environment(DBT_PROFILES_DIR=str(project.root)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# What a build is built from


def test_what_a_build_is_built_from_includes_packages_elsewhere(shell: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [input_fingerprint(shell)]

    def changed(why: str) -> None:
        now = input_fingerprint(shell)
        assert now not in seen, why
        seen.append(now)

    monkeypatch.setenv("KOMMUNEVAREHUS_RAPPORTER", str(tmp_path / "a"))
    (tmp_path / "a").mkdir()
    changed("a folder named")
    package = tmp_path / "a" / "5001-x-2020"
    package.mkdir()
    (package / "datapackage.json").write_text("{}", "utf-8")
    changed("a package")
    (package / "utsagn.csv").write_text("a\n1\n", "utf-8")
    changed("a file")
    (package / "utsagn.csv").write_text("a\n2\n", "utf-8")
    changed("its content")
    monkeypatch.setenv("KOMMUNEVAREHUS_UTELATT", '{"5001-x-2020": "under arbeid"}')
    changed("a package left out by hand")
    assert left_out(shell) == {"5001-x-2020": ("datapackage.json", "under arbeid")}
    (package / "utsagn.csv").write_text("a\n3\n", "utf-8")
    assert input_fingerprint(shell) == seen[-1], "what is not read does not matter"


def test_a_folder_of_packages_that_does_not_exist_is_one_sentence(shell: Project) -> None:
    done = run_command(shell, "build", KOMMUNEVAREHUS_RAPPORTER="/finnes/ikke")
    assert done.returncode == 1
    assert done.stderr == (
        "Error: KOMMUNEVAREHUS_RAPPORTER names /finnes/ikke, and there is no such folder. Correct the path, or make the folder.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="no permission stops root")
def test_a_file_that_may_not_be_read_is_left_out(shell: Project) -> None:
    package = shell.root / "seeds" / "rapporter" / "5001-x-2020"
    package.mkdir()
    (package / "utsagn.csv").write_text("a\n1\n", "utf-8")
    (package / "utsagn.csv").chmod(0)
    file, message = left_out(shell)["5001-x-2020"]
    assert file == "utsagn.csv"
    assert "utsagn.csv cannot be read (Permission denied)" in message
    shutil.rmtree(package)


# Warm equals clean


def test_a_copied_project_builds_from_its_own_files(scratch: Project, tmp_path: Path) -> None:
    """What dbt has parsed has the original's paths in it."""
    parse_as_a_build_does(scratch)
    copy = Project(Path(shutil.copytree(scratch.root, tmp_path / "kopi", symlinks=True)))  # as a user does, with all that is in it
    assert (copy.target / "partial_parse.msgpack").is_file()
    seed = copy.root / "seeds" / "kodeverk" / "tema.csv"
    seed.write_text(seed.read_text("utf-8").replace("Beredskap", "Beredskapen"), "utf-8")
    remove(scratch.root)
    try:
        done = run_command(copy, "build")
        assert done.returncode == 0, output(done)
        with duckdb.connect(str(copy.database), read_only=True) as connection:
            assert connection.sql("select navn from marts.dim_tema where tema = 'beredskap'").fetchall() == [("Beredskapen",)]
    finally:
        scratch.root.mkdir()  # what removes it afterwards expects it
        remove(copy.root)


def parse_as_a_build_does(project: Project) -> None:
    """Leave in `target` what dbt has parsed and what it was parsed from."""
    _forget_what_was_parsed_elsewhere(project)
    assert dbt(project, "parse").returncode == 0
    assert (project.target / "partial_parse.msgpack").is_file()


def test_a_changed_order_of_columns_in_the_yaml_is_seen_by_the_next_build(scratch: Project) -> None:
    parse_as_a_build_does(scratch)
    path = scratch.root / "models" / "kvalitet" / "_kvalitet.yml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if '"Pakkens mappe."' in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    path.write_text("".join(lines), "utf-8")
    _forget_what_was_parsed_elsewhere(scratch)  # as every build begins
    done = dbt(scratch, "build", "--select", "rapportstatus")
    assert done.returncode == 0, output(done)
    with duckdb.connect(str(scratch.database), read_only=True) as connection:
        columns = [row[0] for row in connection.sql("describe kvalitet.rapportstatus").fetchall()]
    assert columns[:2] == ["status", "rapport_id"]


def test_a_reader_that_has_the_build_database_open_is_one_sentence(scratch: Project) -> None:
    program = (
        f"import duckdb, sys; c = duckdb.connect({str(scratch.database)!r}, read_only=True); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([str(BIN / "python"), "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
        done = run_command(scratch, "build", "--force")
        reader.communicate()
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"Error: The build database \S+ is open in another program: .+ \(PID \d+\)\. Close it there, .+\n", done.stderr)
    assert run_command(scratch, "publish").returncode == 0, "the finished build is as it was"


# A package alone


def test_sjekk_says_what_a_sound_package_holds_in_seconds(warehouse: Project) -> None:
    began = time.monotonic()
    done = run_command(warehouse, "sjekk", f"seeds/rapporter/{AB}")
    assert time.monotonic() - began < 20, "some 1.3 s on an idle machine"
    assert done.returncode == 0, output(done)
    assert re.fullmatch(
        rf"{AB}: 35 tables, \d+ cells, \d+ numbers; reconciliation: \d+ agree exactly, \d+ within rounding, "
        r"\d+ where there is a finding, \d+ could not have done else, \d+ contradictions explained, 0 undecided\nOK\n",
        done.stdout,
    )


def test_sjekk_counts_what_is_published(warehouse: Project) -> None:
    for name in (AB, ASSS):
        said = json.loads(run_command(warehouse, "sjekk", f"seeds/rapporter/{name}", "--format", "json").stdout)
        with duckdb.connect(str(Store(warehouse.store).require_current().database), read_only=True) as connection:
            cells = connection.execute(
                "select count(distinct tabell_id), count(*), count(case when status = 'verdi' then 1 end) "
                "from kvalitet.kildecelle where rapport_id = ?",
                [name],
            ).fetchall()[0]
            reconciled = dict(
                connection.execute("select status, count(*) from kvalitet.avstemming where dokument = ? group by status", [name]).fetchall()
            )
        assert (said["tabeller"], said["celler"], said["tall"]) == cells
        assert {status: number for status, number in said["avstemming"].items() if number} == reconciled
        assert said["ok"] is True
        assert said["feil"] == []


def test_sjekk_and_the_build_find_the_same_faults(house: Project) -> None:
    """The same SQL, in the one case run by dbt. A program that calls `build` strictly is told of them too."""
    package = house.root / "seeds" / "rapporter" / AB
    path = package / "tabeller" / "08_balanse.csv"
    path.write_text(path.read_text("utf-8").replace("50 549", "50 459"), "utf-8")
    (package / "mal.csv").write_bytes((package / "mal.csv").read_bytes().replace(b",", b"\t"))
    alone = run_command(house, "sjekk", str(package), "--format", "json")
    assert alone.returncode == 1
    built = run_command(house, "build")
    assert built.returncode == 6, output(built)
    faults = json.loads(alone.stdout)["feil"]
    assert len(faults) > 1
    for fault in faults:
        column = f", column {fault['kolonne']}" if fault["kolonne"] else ""
        assert f"  {AB}/{fault['fil']}, line {fault['linje']}{column}: {fault['melding']}\n" in built.stderr
    assert built.stderr.count(f"  {AB}/") == len(faults)
    with pytest.raises(BuildError, match="1 report packages have a fault"):
        build(house, strict=True, echo=pytest.fail)  # it is the build that is there: dbt has nothing to say


def test_sjekk_of_a_package_outside_the_project(house: Project, tmp_path: Path) -> None:
    folder = tmp_path / AB
    shutil.copytree(house.root / "seeds" / "rapporter" / AB, folder)
    shutil.rmtree(house.root / "seeds" / "rapporter" / AB)
    done = run_command(house, "sjekk", f"{folder}/")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "OK"), output(done)


def test_sjekk_of_what_is_no_folder_is_one_sentence(shell: Project) -> None:
    for what in ("dbt_project.yml", "finnes-ikke"):
        done = run_command(shell, "sjekk", what)
        assert done.returncode == 1
        assert done.stderr.startswith(f"Error: {what} is no folder. Give the folder of one report package")
        assert len(done.stderr.splitlines()) == 1


# A new package


def test_a_new_package_is_begun_with_what_is_known(shell: Project, tmp_path: Path) -> None:
    report = tmp_path / "rapport.pdf"
    report.write_bytes(b"%PDF")
    done = run_command(shell, "rapport", "ny", "4601-arsberetning-2021", "--mappe", str(tmp_path), "--kilde", str(report))
    assert done.returncode == 0, output(done)
    folder = tmp_path / "4601-arsberetning-2021"
    assert f"kommunevarehus sjekk {folder}" in done.stdout
    assert "rad,gruppe,etikett" in done.stdout
    description = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert description["title"] == "Årsberetning 2021 for Bergen kommune"
    assert (description["name"], description["hovedenhet"], description["aar"]) == (folder.name, "4601", 2021)
    assert re.fullmatch("[0-9a-f]{64}", description["sources"][0]["sha256"])
    assert sorted(path.name for path in folder.rglob("*")) == ["datapackage.json", "tabeller"], "an empty CSV would be a fault"
    checked = run_command(shell, "sjekk", str(folder))
    assert checked.stdout.splitlines()[1:] == [
        f"  {folder.name}/datapackage.json, line 1: it has no other file than datapackage.json. Add its tables, or move the folder away.",
        "1 fault: it would be left out.",
    ]


def test_a_new_package_is_made_where_the_packages_are(shell: Project, tmp_path: Path) -> None:
    done = run_command(shell, "rapport", "ny", "0301-asss-2019", "--tittel", "Vår tittel", KOMMUNEVAREHUS_RAPPORTER=str(tmp_path))
    assert done.returncode == 0, output(done)
    assert json.loads((tmp_path / "0301-asss-2019" / "datapackage.json").read_text("utf-8"))["title"] == "Vår tittel"


@pytest.mark.parametrize(
    ("rapport_id", "says"),
    [
        ("Bergen 2021", "«Bergen 2021» is no report id. Expected <municipality>-<kind>-<year> in small letters"),
        ("4601-arsberetning-21", "is no report id"),
        ("9998-arsberetning-2021", "9998 has been no municipality's number"),
        ("1201-arsberetning-2021", "1201 (Bergen) was in use 1972–2019, and the report is of 2021"),
        ("4601-arsberetning-2020", "4601-arsberetning-2020 exists. Choose another id, or remove it."),
    ],
)
def test_a_new_package_that_cannot_be_is_refused_in_one_sentence(rapport_id: str, says: str, shell: Project, tmp_path: Path) -> None:
    (tmp_path / "4601-arsberetning-2020").mkdir()
    done = run_command(shell, "rapport", "ny", rapport_id, "--mappe", str(tmp_path))
    assert done.returncode == 1, output(done)
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["4601-arsberetning-2020"]


def test_an_empty_folder_is_a_package_that_is_left_out(house: Project) -> None:
    (house.root / "seeds" / "rapporter" / "tom").mkdir()
    assert left_out(house)["tom"][1].startswith("the folder has no datapackage.json")
