"""`kommunevarehus hent`: SSB's figures in one command."""

from __future__ import annotations

import json
import re

import click
import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kommunevarehus.packages import DESCRIPTION, packages
from kommunevarehus.project import Project, WarehouseError
from kommunevarehus.ssb.client import KLASS, STATBANK, Client
from kommunevarehus.ssb.datasets import Choice, declared
from kommunevarehus.ssb.fetch import Landing, Planned

_err = Console(stderr=True, soft_wrap=True)
_SECONDS_A_CALL = 2.0


@click.command()
@click.argument("datasett", nargs=-1)
@click.option("--kommune", "numbers", multiple=True, metavar="NR", help="A municipality's four-digit number; may be given several times.")
@click.option("--alle", "everybody", is_flag=True, help="Every municipality, instead of those that have reports or accounts here.")
@click.option("--aar", "years", metavar="FRA[-TIL]", help="The years, as 2015-2024 or 2020; by default all the table has.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what it takes (extracts, cells, time), and fetch nothing.")
@click.option("--oppdater", "renew", is_flag=True, help="Ask SSB for what is newer than what has landed.")
@click.option("--adresse", envvar="KOMMUNEVAREHUS_SSB", default=STATBANK, show_default=True, help="The StatBank's address.")
@click.option("--klass", envvar="KOMMUNEVAREHUS_KLASS", default=KLASS, show_default=True, help="KLASS' address.")
def hent(
    datasett: tuple[str, ...],
    numbers: tuple[str, ...],
    everybody: bool,
    years: str | None,
    only_plan: bool,
    renew: bool,
    adresse: str,
    klass: str,
) -> None:
    """Fetch SSB's figures into inn/ssb, politely; a run that was stopped goes on where it was.

    DATASETT: names in src/kommunevarehus/ssb/datasett.toml, by default all; or the five digits of any table of KOSTRA's.
    Ends with 10 if SSB could not be reached, or answered something else than was asked for.
    """
    project = Project.find()
    choice = _choice(project, numbers, everybody=everybody, years=years)
    # A plan can be made without SSB: nobody should wait minutes for it.
    client = Client(adresse, klass, attempts=3 if only_plan else Client.attempts, say=lambda sentence: _err.print(sentence, markup=False))
    try:
        landing = Landing(project.landed, client, renew=renew)
        planned = landing.plan(declared(datasett), choice, offline=only_plan)
        _say_plan(planned)
        if not only_plan and any(plan.left for plan in planned):
            fetched = _fetch(landing, planned, choice)
            click.echo(f"{fetched} extracts fetched into {landing.folder}. Run `kommunevarehus warehouse` to build with them.")
        elif not only_plan and any(plan.extracts for plan in planned):
            click.echo("Everything is here already. Ask SSB for newer figures with --oppdater.")
        elif not only_plan:
            click.echo("There is nothing to fetch.")
    finally:
        client.close()


def _choice(project: Project, numbers: tuple[str, ...], *, everybody: bool, years: str | None) -> Choice:
    first, last = _span(years)
    if everybody:
        if numbers:
            raise click.UsageError("Give --kommune or --alle, not both.")
        return Choice((), first, last)
    chosen = set(numbers) or _own_municipalities(project)
    if not chosen:
        raise WarehouseError("No municipality has a report or accounts here. Name one with --kommune, or ask for --alle.")
    known = _successors(project)
    if strange := sorted(number for number in chosen if number not in known):
        raise WarehouseError(f"«{strange[0]}» is no municipality's number. Expected four digits, as in seeds/kodeverk/kommune.csv.")
    living = {successor for number in chosen for successor in known[number]}
    return Choice(tuple(sorted(number for number, successors in known.items() if successors & living)), first, last)


def _span(years: str | None) -> tuple[int | None, int | None]:
    if not years:
        return None, None
    if not (found := re.fullmatch(r"(\d{4})(?:-(\d{4}))?", years)) or int(found[2] or found[1]) < int(found[1]):
        raise click.BadParameter(f"«{years}» is no span of years. Expected one as 2015-2024, or 2020.", param_hint="--aar")
    return int(found[1]), int(found[2] or found[1])


def _own_municipalities(project: Project) -> set[str]:
    """Those that a report package is about, or whose accounts have landed."""
    found = set()
    for package in packages(project):
        try:
            unit = json.loads((package / DESCRIPTION).read_text("utf-8")).get("hovedenhet")
        except (OSError, ValueError, AttributeError):
            continue  # `kommunevarehus build` says what is wrong with it
        if isinstance(unit, str) and re.fullmatch(r"\d{4}", unit):
            found.add(unit)
    accounts = project.landed / "kostra"
    if any(accounts.rglob("*.parquet")):
        rows = duckdb.sql(f"select distinct kommunenr from read_parquet('{accounts}/**/*.parquet', union_by_name = true)").fetchall()
        found |= {row[0] for row in rows if row[0]}
    return found


def _successors(project: Project) -> dict[str, set[str]]:
    """Every number that a municipality has had → the numbers of today that its area is in."""
    rows = (
        duckdb.read_csv(str(project.root / "seeds/kodeverk/kommune.csv"), all_varchar=True).project("kommunenr, kommunenr_2024").fetchall()
    )
    found: dict[str, set[str]] = {}
    for number, living in rows:
        found.setdefault(number, set()).add(living)
    return found


def _say_plan(planned: list[Planned]) -> None:
    for plan in planned:
        left = plan.left
        cells = sum(extract.cells for extract in left)
        note = f", {len(plan.landed)} here already" if plan.landed else ""
        counted = " (SSB not reached: counted by datasett.toml)" if plan.from_declaration else ""
        what = f"{len(left)} extracts, {cells:,} cells" if plan.dataset.tabell else f"{len(left)} lists"
        click.echo(f"{plan.dataset.navn:24} {plan.dataset.tabell or 'KLASS':6} {what}{note}{counted}. {plan.dataset.tittel}")
        if plan.nothing:
            click.echo(f"{'':31} the table has {plan.nothing}")
        if plan.missing:
            click.echo(f"{'':31} not in the table: {', '.join(plan.missing[:12])}{' …' if len(plan.missing) > 12 else ''}")
    calls = sum(len(plan.left) for plan in planned)
    cells = sum(extract.cells for plan in planned for extract in plan.left)
    largest = max((extract.cells for plan in planned for extract in plan.left), default=0)
    click.echo(
        f"In all {calls} extracts, {cells:,} cells, the largest of {largest:,}; {_duration(calls * _SECONDS_A_CALL)} at 30 calls a minute."
    )


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _fetch(landing: Landing, planned: list[Planned], choice: Choice) -> int:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("extracts,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=_err) as progress:
        task = progress.add_task("SSB", total=sum(len(plan.left) for plan in planned))
        return landing.fetch(planned, choice, lambda extract: progress.update(task, advance=1, description=extract.dataset.navn))
