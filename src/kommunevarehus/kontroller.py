"""The command `kontroller`: what SSB would say of a KOSTRA file, before it is filed; to the person who files it, in Norwegian."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import click

from kommunevarehus.kostrakontroll import Checked, Finding, Said, check_files
from kommunevarehus.project import Project, WarehouseError

Command = TypeVar("Command", bound=Callable[..., Any])
EXIT_CODES = {None: 0, "INFO": 0, "WARNING": 7, "ERROR": 8, "FATAL": 9}
SHOWN = 10
_WORDS = {"INFO": "til orientering", "WARNING": "advarsel", "ERROR": "feil", "FATAL": "stopper"}


def filed_as(command: Command) -> Command:
    """The options that say what a file is filed as."""
    for option in (
        click.option("--foretaksnr", help="The enterprise's number."),
        click.option("--orgnr", help="The organisation number of a KF, IKS or lånefond."),
        click.option("--region", metavar="NUMBER", help="Municipality, four digits, or region, six (an Oslo bydel)."),
        click.option("--aar", "aargang", metavar="YEAR", help="The accounting year."),
        click.option("--som", "skjema", metavar="SKJEMA", help="0A, 0B …; 0AK1 for a quarter. By default what most of the records say."),
    ):
        command = option(command)
    return command


def files_in(paths: tuple[Path, ...]) -> list[Path]:
    """The files named, and those in the folders named, by name.

    Raises:
        WarehouseError: a path names nothing, or a folder without files.

    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inner = sorted(inside for inside in path.rglob("*") if inside.is_file() and not inside.name.startswith("."))
            if not inner:
                raise WarehouseError(f"The folder {path} has no files. Name a file, or a folder with some.")
            found += inner
        elif path.exists():
            found.append(path)
        else:
            raise WarehouseError(f"{path} does not exist. Name a file or a folder.")
    return list(dict.fromkeys(found))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@filed_as
@click.option("--json", "as_json", is_flag=True, help="Everything found, as JSON.")
def kontroller(paths: tuple[Path, ...], as_json: bool, **said: str | None) -> None:
    """Run SSB's controls on KOSTRA files (or folders of them) before they are filed.

    Exit status: 0 nothing, or only for information; 7 a warning, 8 an error, 9 a file that is not read at all.
    """
    checked = check_files(Project.find(), files_in(paths), Said(**said))
    if as_json:
        click.echo(json.dumps([as_dict(one) for one in checked], ensure_ascii=False, indent=2))
    else:
        for one in checked:
            click.echo(in_words(one))
    raise SystemExit(max(EXIT_CODES[one.severity] for one in checked))


def as_dict(one: Checked) -> dict[str, object]:
    """A file for `--json`."""
    return {
        "fil": str(one.path),
        "sha256": one.sha256,
        "linjer": one.lines,
        "levert_som": one.delivery.__dict__ if one.delivery else None,
        "alvor": one.severity,
        "brudd": [finding.__dict__ for finding in one.findings],
        "brudd_ikke_vist": sum(one.more.values()),
    }


def in_words(one: Checked) -> str:
    """A file for a person: each control once, with its lines."""
    what = f", levert som {one.delivery}" if one.delivery else ""
    head = f"{one.path}: {one.lines} linjer{what}. Beløp i 1000 kr."
    if not one.findings:
        return f"{head}\n  Ingen feil: alle kontroller er i orden."
    lines = [head]
    for (number, severity, title), group in groupby(one.findings, key=lambda finding: (finding.kontroll, finding.alvor, finding.tittel)):
        found = list(group)
        lines.append(f"  Kontroll {number} · {_WORDS[severity]} · {title}")
        lines += [f"    {_place(finding)}{finding.melding}" for finding in found[:SHOWN]]
        if rest := len(found[SHOWN:]) + one.more.get(number, 0):
            lines.append(f"    … og {rest} til (--json viser dem).")
    return "\n".join(lines)


def _place(finding: Finding) -> str:
    return f"linje {finding.linje}: " if finding.linje else ""
