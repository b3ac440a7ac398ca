"""The commands `les …`: what comes from outside is read once, controlled, and landed below `inn/`, from where the build reads it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kommunevarehus.kontroller import filed_as, files_in
from kommunevarehus.kostrakontroll import Said, check_files
from kommunevarehus.landing import Landed, LandingError, as_json, land_kostra
from kommunevarehus.project import Project


@click.group()
def les() -> None:
    """Read files from outside, and land them for the next build.

    Exit status: 0 all are landed, or were before; 9 a file was refused.
    """


@les.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@filed_as
@click.option("--uten-kontroller", is_flag=True, help="Leave the controls to the build; for a whole country at once.")
@click.option("--json", "json_", is_flag=True, help="What was landed, as JSON.")
def kostra(paths: tuple[Path, ...], uten_kontroller: bool, json_: bool, **said: str | None) -> None:
    """Land KOSTRA files, or folders of them. What the controls find is in the build too, in `kvalitet.kostrakontroll`."""
    project = Project.find()
    files = files_in(paths)
    landed = land_kostra(project, files, Said(**said))
    if json_:
        click.echo(as_json(landed))
    else:
        for one in landed:
            click.echo(f"{_SIGNS[one.status]} {one.path}: {one.melding}")
        if not uten_kontroller and (new := [one.path for one in landed if one.status == "ny"]):
            _say_controls(project, new, Said(**said))
    refuse(landed)


_SIGNS = {"ny": "+", "kjent": "=", "nektet": "!"}


def refuse(landed: list[Landed]) -> None:
    """End with the files that were refused, if any."""
    if refused := [one for one in landed if one.status == "nektet"]:
        raise LandingError(f"{len(refused)} of {len(landed)} files were refused, the first {refused[0].path}: {refused[0].melding}")


def _say_controls(project: Project, paths: list[Path], said: Said) -> None:
    for one in check_files(project, paths, said):
        counts = Counter(finding.alvor for finding in one.findings)
        if counts:
            found = ", ".join(f"{counts[severity]} {severity}" for severity in ("ERROR", "WARNING", "INFO") if counts[severity])
            click.echo(f"  {one.path}: controls: {found}; `kommunevarehus kontroller {one.path}` says what to correct.")
