"""The commands `les …`: what comes from outside is read once, controlled, and landed below `inn/`, from where the build reads it."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import click

from kommunevarehus.kontroller import filed_as, files_in
from kommunevarehus.kostrakontroll import Said, check_files
from kommunevarehus.landing import Landed, LandingError, as_json, land_kostra
from kommunevarehus.lesing.command import rapport
from kommunevarehus.project import Project
from kommunevarehus.regnskap import Ledger
from kommunevarehus.regnskapsprofil import ProfileError
from kommunevarehus.tabellfil import TableError


@click.group()
def les() -> None:
    """Read files from outside, and land them for the next build.

    Exit status: 0 all are landed, or were before; 9 a file was refused.
    """


les.add_command(rapport)


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


@les.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--profil", "profile", required=True, help="A profile that ships (`kommunevarehus profil --list`), or a TOML file.")
@click.option("--region", required=True, metavar="NUMBER", help="Municipality, four digits, or region, six (an Oslo bydel).")
@click.option("--aar", type=click.IntRange(1900, 2100), metavar="YEAR", help="The accounting year, where the columns do not say it.")
@click.option("--orgnr", help="The organisation number of a KF, IKS or lånefond.")
@click.option("--kvartal", type=click.IntRange(0, 4), help="The quarter that the accounts go to the end of; 0, as by default, is the year.")
@click.option("--samlet", is_flag=True, help="The files are parts of one ledger: all are in force together, or none is landed.")
@click.option("--bare-se", is_flag=True, help="Say what is in the files, and land nothing.")
def regnskap(
    paths: tuple[Path, ...],
    profile: str,
    region: str,
    aar: int | None,
    orgnr: str | None,
    kvartal: int | None,
    samlet: bool,
    bare_se: bool,
) -> None:
    """Land ledgers and budgets, CSV, Excel or SAF-T, by a declared profile. Accounts it does not know are listed, and loaded marked.

    The files of a SAF-T export that is split, as `…_1_12.xml` and the others, are read as one.
    """
    from kommunevarehus.regnskap import Batch, land_ledger  # noqa: PLC0415
    from kommunevarehus.regnskapsprofil import load  # noqa: PLC0415
    from kommunevarehus.tabellfil import saft_exports  # noqa: PLC0415

    if not re.fullmatch("[0-9]{4}([0-9]{2})?", region, re.ASCII):
        raise click.BadParameter(f"«{region}» is neither four digits nor six.", param_hint="--region")
    if orgnr is not None and not re.fullmatch("[0-9]{9}", orgnr, re.ASCII):
        raise click.BadParameter(f"«{orgnr}» is not nine digits.", param_hint="--orgnr")
    project, rule = Project.find(), load(profile)
    files = files_in(paths)
    exports = [[path] for path in files]
    if rule.format == "saf-t":
        exports = [files] if samlet else saft_exports(files)

    def read(export: list[Path], *, land: bool, batch: Batch) -> Ledger:
        where = f"{region:0<6}"
        return land_ledger(
            project, export[0], rule, region=where, aar=aar, orgnr=orgnr, kvartal=kvartal, land=land, parts=export[1:], batch=batch
        )

    refused = []
    batch = Batch()
    if samlet and len(exports) > 1:
        try:
            batch = Batch.of_one_ledger(files)
            for export in exports:
                read(export, land=False, batch=batch)
        except (TableError, ProfileError) as error:
            click.echo(f"! {error}")
            refuse([Landed(path, "nektet", str(error)) for path in files])
    for export in exports:
        try:
            ledger = read(export, land=not bare_se, batch=batch)
        except (TableError, ProfileError) as error:
            refused += [Landed(path, "nektet", str(error)) for path in export]
            click.echo(f"! {error}")
        else:
            click.echo(in_words(ledger))
    refuse(refused)


def in_words(ledger: Ledger) -> str:
    """What a ledger holds, in kroner."""
    more = f" and {len(ledger.parts)} more" if ledger.parts else ""
    lines = [f"{'=' if ledger.known else '+'} {ledger.path}{more}: {ledger.rows} rows{', read before' if ledger.known else ''}."]
    lines += [
        f"  {one.aar} {one.versjon}, kontoklasse {one.kontoklasse or '?'}: {one.poster} amounts, {_kr(one.belop_kr)} kr"
        for one in ledger.sums
    ]
    lines += [f"  left out: {count} rows ({reason})" for reason, count in ledger.left_out]
    if ledger.mended:
        lines.append(f"  mended, a separator in a text: line {', '.join(map(str, ledger.mended[:20]))}")
    if ledger.without_function[0]:
        count, amount = ledger.without_function
        lines.append(f"  without a function: {count} amounts, {_kr(amount)} kr: in the statements, and in no service")
    if ledger.sides[1] > 0:
        turned = "fortegn_inntekt" if ledger.sides[0] >= 0 else "fortegn"
        lines.append(
            f"  incomes are positive, {_kr(ledger.sides[1])} kr in all: say {turned} = -1 in the profile's [tall] if the file turns them"
        )
    if ledger.unmapped:
        lines.append(f"  unmapped, loaded but in no statement: {len(ledger.unmapped)} accounts")
        lines += [f"    {one.konto}: {one.poster} amounts, {_kr(one.belop_kr)} kr" for one in ledger.unmapped]
    return "\n".join(lines)


def _kr(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--list", "list_", is_flag=True, help="The profiles that ship.")
def profil(path: Path | None, list_: bool) -> None:
    """Propose a profile for PATH from its first lines; look it over, save it, and name it with `les regnskap --profil`."""
    from kommunevarehus.profilforslag import propose  # noqa: PLC0415
    from kommunevarehus.regnskapsprofil import load, shipped  # noqa: PLC0415

    if list_ or path is None:
        for name in sorted(shipped()):
            click.echo(f"{name}: {load(name).tittel}")
    else:
        click.echo(propose(path), nl=False)


_SIGNS = {"ny": "+", "kjent": "=", "nektet": "!"}


def refuse(landed: list[Landed]) -> None:
    """End with how many files were refused, if any: why was said."""
    if refused := [one for one in landed if one.status == "nektet"]:
        files = "1 file was" if len(refused) == 1 else f"{len(refused)} files were"
        raise LandingError(f"{files} refused, as said above.")


def _say_controls(project: Project, paths: list[Path], said: Said) -> None:
    for one in check_files(project, paths, said):
        counts = Counter(finding.alvor for finding in one.findings)
        if counts:
            found = ", ".join(f"{counts[severity]} {severity}" for severity in ("ERROR", "WARNING", "INFO") if counts[severity])
            click.echo(f"  {one.path}: controls: {found}; `kommunevarehus kontroller {one.path}` says what to correct.")
