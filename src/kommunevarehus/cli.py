"""The command `kommunevarehus`. Only this module prints; what it calls returns values and raises errors fit to be shown."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.table import Column, Table

from kommunevarehus.project import PackagesLeftOut, Project, WarehouseError

# Tables are as wide as they need where nobody watches: a file or a pipe must not lose the end of an id.
_out = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 10_000)
_err = Console(stderr=True, soft_wrap=True)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str], None]]:
    """A spinner on a terminal, silence elsewhere; yields a function that names the present step."""
    with _err.status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


# Commands of other modules. What they import takes longer than many a command: each is imported when it is asked for.
_ELSEWHERE = {
    "eksempel": "kommunevarehus.eksempel",
    "hent": "kommunevarehus.ssb.command",
    "kontroller": "kommunevarehus.kontroller",
    "les": "kommunevarehus.les",
    "profil": "kommunevarehus.les",
    "sammenlign-motorer": "kommunevarehus.motorer",
    "spark": "kommunevarehus.motorer",
}


class _Commands(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *_ELSEWHERE})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in _ELSEWHERE and name not in self.commands:
            self.add_command(getattr(import_module(_ELSEWHERE[name]), name.replace("-", "_")))
        return super().get_command(context, name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="kommunevarehus")
def cli() -> None:
    """Build, validate, publish and query the warehouse of municipal management data.

    Exit status: 0 done, 1 the build failed, 2 wrong usage, 3 validation failed, 4 trouble with an edition, 5 the query was refused,
    6 done, but report packages with a fault were left out. Of files that are read or controlled: 7 warnings, 8 errors,
    9 one was refused. 10 SSB could not be reached, or answered something else than was asked for.
    """


@cli.command()
@click.option("--force", is_flag=True, help="Build even if nothing has changed since the last build.")
@click.option("--strict", is_flag=True, help="Stop if a report package has a fault, instead of leaving it out.")
@click.option("--verbose", is_flag=True, help="Show all of dbt's output.")
def build(force: bool, strict: bool, verbose: bool) -> None:
    """Check the seeds and run `dbt build` into target/kommunevarehus.duckdb; ends with 6 if report packages were left out."""
    _mention_left_out(_build(Project.find(), force=force, strict=strict, verbose=verbose))


@cli.command()
def validate() -> None:
    """Run the Great Expectations suites on the build; the report is target/validering.md."""
    from kommunevarehus.validation.run import validate as run  # noqa: PLC0415

    project = Project.find()
    with _progress("Validating") as step:
        results = run(project, progress=step)
    _out.print(f"{len(results)} checks passed. Report: {project.target / 'validering.md'}")


@cli.command()
@click.option("--force", is_flag=True, help="Publish even if the content is the current edition's.")
@click.option(
    "--keep", default=10, show_default=True, type=click.IntRange(min=1), help="How many editions to keep; the last minutes' are kept too."
)
@click.option("--wait", default=60.0, show_default=True, help="Seconds to wait for another publisher.")
def publish(force: bool, keep: int, wait: float) -> None:
    """Validate the build and publish it as one immutable edition in lager/."""
    _publish(Project.find(), force=force, keep=keep, wait=wait)


@cli.command()
@click.option("--strict", is_flag=True, help="Stop, and publish nothing, if a report package has a fault, instead of leaving it out.")
@click.option("--verbose", is_flag=True, help="Show all of dbt's output.")
def warehouse(strict: bool, verbose: bool) -> None:
    """Build, validate and publish, and say what was made: what `make warehouse` runs; ends with 6 if report packages were left out."""
    from kommunevarehus.editions import Store  # noqa: PLC0415
    from kommunevarehus.query import ask  # noqa: PLC0415

    project = Project.find()
    summary = _build(project, force=False, strict=strict, verbose=verbose)
    _publish(project, force=False, keep=10, wait=60)
    counts = ask(
        Store(project.store).require_current(),
        """select
            (select count(distinct tabell_id) from kvalitet.kildecelle), (select count(*) from kvalitet.kildecelle),
            (select count(*) from duckdb_tables() where schema_name in ('marts', 'rapport', 'kvalitet')),
            (select count(*) from kvalitet.validering)""",
    ).rows[0]
    _out.print(
        f"\n{counts[0]} printed tables, {counts[1]} cells → {counts[2]} published relations; "
        f"{summary.tests} tests, {counts[3]} checks passed."
    )
    _out.print("Next:")
    _out.print(
        "  .venv/bin/kommunevarehus query \"select navn, regnskap_mill_kr from rapport.rapport_arsresultat where radtype = 'resultat'\"",
        markup=False,
    )
    _out.print("  make app    open the viewer")
    _out.print("  make test   run every check")
    _mention_left_out(summary)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to say what was found.")
@click.option(
    "--andre", type=click.Path(path_type=Path), help="Another reading of the same report: say where the two differ, cell by cell."
)
def sjekk(folder: Path, form: str, andre: Path | None) -> None:
    """Check one report package alone, in FOLDER, before it is dropped in; ends with 1 if it has a fault, or another reading differs."""
    from kommunevarehus.packagecheck import check_package  # noqa: PLC0415

    if andre:
        _compare(folder, andre, form)
        return
    check = check_package(Project.find(elsewhere=True), folder)
    if form == "json":
        click.echo(json.dumps(check.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(f"{check.rapport_id}: {check.summary()}")
        for fault in check.faults:
            click.echo(f"  {fault}")
        click.echo(
            f"{len(check.faults)} {'fault' if len(check.faults) == 1 else 'faults'}: it would be left out." if check.faults else "OK"
        )
    if check.faults:
        raise SystemExit(1)


def _compare(folder: Path, other: Path, form: str) -> None:
    from kommunevarehus.transcription import compare_transcriptions  # noqa: PLC0415

    found = compare_transcriptions(Project.find(), folder, other)
    if form == "json":
        places = [{"fil": d.fil, "linje": d.linje, "kolonne": d.kolonne, "melding": d.melding} for d in found.differences]
        answer = {"ok": not places, "celler": found.cells, "ikke_lest_igjen": list(found.not_again), "ulikt": places}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(found.summary())
        for difference in found.differences:
            click.echo(f"  {difference}")
    if found.differences:
        raise SystemExit(1)


@cli.group()
def rapport() -> None:
    """Begin a new report package, or decide what was read in one."""


@rapport.command()
@click.argument("rapport_id")
@click.option(
    "--mappe", type=click.Path(path_type=Path), help="The folder to make it in; by default the first that KOMMUNEVAREHUS_RAPPORTER names."
)
@click.option("--tittel", help="The report's title; by default made of its kind, year and municipality.")
@click.option("--kilde", type=click.Path(path_type=Path), help="The report itself as a file, for its SHA-256.")
def ny(rapport_id: str, mappe: Path | None, tittel: str | None, kilde: Path | None) -> None:
    """Make the folder of a new package: RAPPORT_ID is <municipality>-<kind>-<year>, as 5001-arsberetning-2020."""
    from kommunevarehus.packagecheck import new_package  # noqa: PLC0415

    made = new_package(Project.find(elsewhere=True), rapport_id, parent=mappe, title=tittel, source=kilde)
    click.echo(_NEXT.format(made=made))


@rapport.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--tabell", "table", required=True, help="The table's number, as 01.")
@click.option("--rad", "row", required=True, help="The row's number.")
@click.option("--kolonne", "column", help="The column of the cell that --verdi is for.")
@click.option("--verdi", "value", help="What the cell is: as printed (-1 234), a dash, or nothing.")
@click.option("--deling", "split", metavar="VALUES", help="The whole row, parted by |: '4 930 508|4 799 400|'.")
@click.option("--kode", "code", help="The post that the row is.")
@click.option("--hvem", "who", required=True, help="Who decides: the name follows the package.")
def rett(folder: Path, table: str, row: str, column: str | None, value: str | None, split: str | None, code: str | None, who: str) -> None:
    """Decide what a cell, or a row, of a package read by `les rapport` is.

    Exit status: 0 the package can be built, 1 not yet, 9 the decision cannot be made.
    """
    from kommunevarehus.lesing.review import set_cell, set_code, set_row  # noqa: PLC0415

    if [value is not None and column is not None, split is not None, code is not None].count(True) != 1:
        raise click.UsageError("Give one decision: --kolonne with --verdi, --deling, or --kode.")
    project = Project.find(elsewhere=True)
    if split is not None:
        check = set_row(project, folder, table, row, split.split("|"), who)
    elif code is not None:
        check = set_code(project, folder, table, row, code, who)
    else:
        check = set_cell(project, folder, table, row, str(column), str(value), who)
    _say_check(check)


@rapport.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--hvem", "who", required=True, help="Who has looked it over.")
def godta(folder: Path, who: str) -> None:
    """Say that a person has looked over a package read by `les rapport`. What is unclear still stays lost."""
    from kommunevarehus.lesing.review import accept  # noqa: PLC0415

    _say_check(accept(Project.find(elsewhere=True), folder, who))


def _say_check(check: Any) -> None:
    click.echo(f"{check.rapport_id}: {check.summary()}")
    for fault in check.faults:
        click.echo(f"  {fault}")
    if check.faults:
        raise SystemExit(1)


_NEXT = """Made {made}
Next:
  1. Fill in {made}/datapackage.json: homepage, sources (path and sha256 of the report), the unit of
     amounts (enhet: kr, 1000 kr, mill. kr or mrd. kr), their sign (fortegn_virkning: -1 if income is printed negative, rad if all is
     positive), and the signs it uses (tegn).
  2. Write each printed table to tabeller/<number>_<layout>.csv as it is printed, as tabeller/02_okonomisk_oversikt_art.csv:
       rad,gruppe,etikett,opprinnelig_budsjett,regulert_budsjett,regnskap
       1,,Rammetilskudd,"4 070","4 120","4 140,5"
  3. kommunevarehus sjekk {made}"""


@cli.command()
def editions() -> None:
    """List the published editions."""
    from kommunevarehus.editions import Store  # noqa: PLC0415

    store = Store(Project.find().store)
    current, found = store.current(), store.editions()
    if not found:
        store.require_current()
    table = Table("", Column("edition", no_wrap=True), "created", "relations", "rows", "commit", box=None)
    for edition in found:
        mark = "→" if current and current.id == edition.id else ""
        try:
            manifest = edition.manifest
        except WarehouseError:
            table.add_row(mark, edition.id, "unreadable: run verify", "", "", "")
            continue
        resources = [resource for resource in manifest["resources"] if "rows" in resource]
        commit = (manifest["build"]["git_commit"] or "")[:10] + ("+" if manifest["build"]["git_dirty"] else "")
        rows = str(sum(resource["rows"] for resource in resources))
        table.add_row(mark, edition.id, manifest["created"], str(len(resources)), rows, commit)
    _out.print(table)


@cli.command()
@click.argument("edition_id", required=False)
def rollback(edition_id: str | None) -> None:
    """Make an earlier edition current: EDITION_ID or the start of one, by default the one before the current."""
    from kommunevarehus.editions import Store  # noqa: PLC0415

    chosen = Store(Project.find().store).rollback(edition_id)
    _out.print(f"The current edition is now {chosen.id}.")


@cli.command()
@click.argument("edition_id", required=False)
def verify(edition_id: str | None) -> None:
    """Hold an edition's files against its manifest, by default the current one."""
    from kommunevarehus.editions import Store  # noqa: PLC0415
    from kommunevarehus.project import EditionError  # noqa: PLC0415

    edition = Store(Project.find().store).find(edition_id)
    if problems := edition.problems():
        raise EditionError(f"The edition {edition.id} is damaged: {'; '.join(problems)}. Run `kommunevarehus rollback` or publish again.")
    _out.print(f"The edition {edition.id} is whole: {len(edition.manifest['resources'])} files have the content that was published.")


@cli.command()
@click.argument("before")
@click.argument("after", required=False)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="Changed fields to show for each relation.")
def diff(before: str, after: str | None, limit: int) -> None:
    """Show what changed from the edition BEFORE to AFTER (by default the current): ids, or the start of them."""
    from kommunevarehus.comparison import compare  # noqa: PLC0415
    from kommunevarehus.editions import Store  # noqa: PLC0415

    store = Store(Project.find().store)
    first, second = store.find(before), store.find(after)
    differences = compare(first, second, limit=limit)
    _out.print(f"From {first.id} to {second.id}: {len(differences)} relations differ.")
    for found in differences:
        note = f" ({found.note})" if found.note else ""
        _out.print(f"\n{found.relation}: {found.added} rows added, {found.removed} removed, {found.changed} changed{note}", highlight=False)
        for change in found.changes:
            text = f"  {change.key}: {change.column}: {_value(change.before)} → {_value(change.after)}"
            _out.print(text, markup=False, highlight=False)


@cli.command()
@click.option("--keep", required=True, type=click.IntRange(min=1), help="How many editions to keep; the current one always is.")
@click.option(
    "--grace", default=5.0, show_default=True, type=click.FloatRange(min=0), help="Keep what was published or current in the last MINUTES."
)
def prune(keep: int, grace: float) -> None:
    """Remove the oldest editions."""
    from kommunevarehus.editions import Store  # noqa: PLC0415

    removed = Store(Project.find().store).prune(keep, grace * 60)
    _out.print(f"Removed {len(removed)} editions{': ' + ', '.join(removed) if removed else ''}.")


@cli.command()
@click.argument("sql")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--edition", "edition_id", help="Another edition than the current: its id or the start of it.")
def query(sql: str, form: str, edition_id: str | None) -> None:
    """Run SQL (or `-` to read it from standard input) on the current edition, read-only."""
    from kommunevarehus.editions import Store  # noqa: PLC0415
    from kommunevarehus.query import as_csv, as_json, as_text, ask  # noqa: PLC0415

    edition = Store(Project.find().store).find(edition_id)
    answer = ask(edition, sys.stdin.read() if sql == "-" else sql)
    if form != "table":
        click.echo((as_csv if form == "csv" else as_json)(answer), nl=False)
        return
    table = Table(box=None, pad_edge=False)
    for index, name in enumerate(answer.columns):
        numeric = bool(answer.rows) and all(_is_number(row[index]) for row in answer.rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(as_text(value) for value in row))
    Console(width=_out.width, markup=False, highlight=False).print(table)


# What the viewer's first page is made of, with all that it imports in turn.
_FIRST_PAGE = ("blocks", "charts", "frame")


class _Lasting(io.TextIOWrapper):
    """A standard output that outlives its reader. Streamlit says that it stops before it does, and could not stop if nobody listened."""

    def flush(self) -> None:
        """Write what waits; if the reader has gone, to nowhere from now on."""
        try:
            super().flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())


@cli.command(context_settings={"ignore_unknown_options": True})
@click.option("--port", default=8501, show_default=True, help="Port on 127.0.0.1.")
@click.option("--inn", is_flag=True, help="With the page that reads reports in: whoever reaches the viewer can write report packages.")
@click.argument("streamlit_options", nargs=-1, type=click.UNPROCESSED)
def app(port: int, inn: bool, streamlit_options: tuple[str, ...]) -> None:
    """Open the viewer on http://127.0.0.1:8501; further options go to Streamlit."""
    from streamlit.logger import get_logger  # noqa: PLC0415
    from streamlit.web.cli import main as streamlit  # noqa: PLC0415

    from kommunevarehus.lesing.inbox import STARTED_WITH  # noqa: PLC0415

    project = Project.find()
    os.chdir(project.root)  # Streamlit reads .streamlit/config.toml from the working directory
    os.environ["KOMMUNEVAREHUS_ROOT"] = str(project.root)
    os.environ[STARTED_WITH] = "ja" if inn else ""
    # Imported, and the edition read, before the server answers rather than while the first reader waits.
    get_logger("streamlit.runtime.caching.cache_data_api").setLevel("ERROR")  # it warns of caches that are made before the server is
    sys.path.insert(0, str(project.root / "app"))
    for module in _FIRST_PAGE:
        import_module(module)
    import_module("data").preload()
    sys.stdout = _Lasting(sys.stdout.buffer, sys.stdout.encoding)
    # The server closes in order when it is told to end, and then raises the signal again: that is no failure.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    streamlit(["run", str(project.root / "app" / "server.py"), "--server.port", str(port), *streamlit_options])


def _mention_left_out(summary: Any) -> None:
    """End with the packages that were left out, if any."""
    from kommunevarehus.pipeline import left_out_message  # noqa: PLC0415

    if summary.faults:
        raise PackagesLeftOut(left_out_message(summary))


def _build(project: Project, *, force: bool, strict: bool, verbose: bool) -> Any:
    from kommunevarehus.pipeline import build as run  # noqa: PLC0415

    tail: list[str] = []

    def echo(line: str) -> None:
        tail.append(line)
        if verbose:
            _err.print(line, markup=False, highlight=False)
        else:
            step(line.split("  ", 1)[-1][:90].replace("[", "("))

    with _progress("Building") as step:
        try:
            summary = run(project, force=force, strict=strict, echo=echo)
        except WarehouseError:
            if tail and not verbose:
                _err.print("\n".join(_messages(tail)), markup=False, highlight=False)
            raise
    what = "nothing has changed since the last build" if summary.skipped else "built"
    _out.print(f"dbt: {what}: {summary.seeds} seeds, {summary.models} models, {summary.tests} tests passed.")
    return summary


def _messages(lines: list[str]) -> list[str]:
    """Dbt's output without the progress of what went well."""
    noise = (" OK ", " START ", " PASS ", " SKIP ", " RUN ")
    return [line for line in lines if line.strip() and not any(word in line for word in noise)]


def _publish(project: Project, *, force: bool, keep: int, wait: float) -> None:
    from kommunevarehus.publication import publish as run  # noqa: PLC0415

    with _progress("Publishing") as step:
        done = run(project, force=force, keep=keep, wait=wait, progress=step)
    if done.published:
        _out.print(f"Published {done.edition.id} after {done.checks} checks: {project.store / 'gjeldende'}")
    else:
        _out.print(f"The content is the current edition's ({done.edition.id}): nothing new was published. {project.store / 'gjeldende'}")


def _value(value: object) -> str:
    return "NULL" if value is None else str(value)


def _is_number(value: object) -> bool:
    return value is None or (not isinstance(value, str | bool) and hasattr(value, "__add__") and hasattr(value, "__abs__"))


def main() -> NoReturn:
    """Run the command; an error a user can act on is one message and its exit status, never a traceback."""
    try:
        cli(standalone_mode=False)
    except WarehouseError as error:
        _err.print(f"{'Note' if isinstance(error, PackagesLeftOut) else 'Error'}: {error}", markup=False, highlight=False)
        raise SystemExit(error.exit_code) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except (click.Abort, KeyboardInterrupt):
        _err.print("Stopped. The current edition is as it was.")
        raise SystemExit(130) from None
    raise SystemExit(0)
