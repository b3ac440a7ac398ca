"""The command `kommunevarehus les rapport`: files in, a report package out, and what was sure and unsure said in a few lines."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from kommunevarehus.lesing.review import UNITS
from kommunevarehus.project import Project

_err = Console(stderr=True, soft_wrap=True)
_SHOWN = 8


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", "rapport_id", required=True, help="The new package: <municipality>-<kind>-<year>, as 1108-arsregnskap-2017.")
@click.option(
    "--mappe", type=click.Path(path_type=Path), help="The folder to make it in; by default the first of KOMMUNEVAREHUS_RAPPORTER."
)
@click.option("--tittel", help="The report's title; by default made of its kind, year and municipality.")
@click.option("--enhet", type=click.Choice(UNITS), help="The tables' unit, where the print does not say it.")
@click.option("--tabell", "chosen", multiple=True, type=int, help="Only these of the tables found, by number; may be given several times.")
@click.option("--vis", is_flag=True, help="Show what would be read, and write nothing.")
def rapport(
    files: tuple[Path, ...], rapport_id: str, mappe: Path | None, tittel: str | None, enhet: str | None, chosen: tuple[int, ...], vis: bool
) -> None:
    """Read the tables of FILES (.xlsx .ods .csv .html .pdf .docx .txt) into a report package, ready to look over.

    Beside the package's files stand lesing.tsv (how sure each cell is) and lesing.html (each cell beside its place in the source).
    Exit status: 0 the package can be built, 1 a person must decide something first, 9 a file was refused.
    """
    from rich.progress import BarColumn, Progress, TaskID, TextColumn  # noqa: PLC0415

    from kommunevarehus.lesing.layouts import indicators, read_layouts  # noqa: PLC0415
    from kommunevarehus.lesing.package import write_package  # noqa: PLC0415
    from kommunevarehus.lesing.reading import UNCERTAIN, across, read_tables  # noqa: PLC0415
    from kommunevarehus.lesing.report import html_report  # noqa: PLC0415
    from kommunevarehus.lesing.sources import SourceError, read_lines  # noqa: PLC0415
    from kommunevarehus.lesing.tables import tables_of  # noqa: PLC0415

    project = Project.find()
    layouts = read_layouts(project.root / "seeds/oppstillinger")
    known = indicators(project.root / "seeds/kodeverk/indikator.csv")
    tables, notices = [], []
    with Progress(TextColumn("{task.description}"), BarColumn(), console=_err, transient=True) as bar:
        for file in files:
            task = bar.add_task(f"Reading {file.name}", total=1.0)

            def said(step: str, share: float, task: TaskID = task, name: str = file.name) -> None:
                bar.update(task, description=f"Reading {name}: {step}", completed=share)

            lines = read_lines(file, said)
            notices += [f"{file.name}: {line.notice}" for line in lines if line.notice]
            tables += read_tables(tables_of(lines), layouts)
    for notice in notices:
        click.echo(f"  ! {notice}")
    if not tables:
        raise SourceError(f"Fant ingen tabell i {', '.join(file.name for file in files)}: bare løpende tekst.")
    for number, read in enumerate(tables, 1):
        name = read.layout.layout_id if read.layout else "no layout known: kept as cells"
        cells = sum(len(row.cells) for row in read.rows)
        click.echo(
            f"{number:>3}  {read.table.title or read.table.after or '(no title)'}: {name}; {cells} cells, "
            f"{read.share('regnestykke')} settled by arithmetic, {read.share(UNCERTAIN)} unclear, {len(read.findings)} contradictions"
        )
    if vis:
        return
    if chosen:
        if wrong := [number for number in chosen if not 1 <= number <= len(tables)]:
            raise SourceError(f"Det er ingen tabell {wrong[0]}: {len(tables)} ble funnet.")
        tables = [tables[number - 1] for number in chosen]
    written = write_package(project, rapport_id, files, tables, parent=mappe, title=tittel, unit=enhet, known_indicators=known)
    (written.folder / "lesing.html").write_text(html_report(written, across(tables), known, notices), "utf-8")
    click.echo(f"{written.folder}: {written.check.summary()}")
    for fault in written.check.faults[:_SHOWN]:
        click.echo(f"  {fault}")
    if len(written.check.faults) > _SHOWN:
        click.echo(f"  … and {len(written.check.faults) - _SHOWN} more: `kommunevarehus sjekk {written.folder}` says them all")
    look = written.folder / "lesing.html"
    click.echo(f"Look over {look}: {written.doubts} unclear cells, {written.findings} contradictions written as findings.")
    if written.check.faults:
        raise SystemExit(1)
    click.echo("OK. Next: kommunevarehus warehouse")
