"""The datasets that can be fetched, as datasett.toml declares them, and how a choice becomes extracts that SSB allows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.resources import files
from math import ceil, prod

from kommunevarehus.project import WarehouseError
from kommunevarehus.ssb.client import MAX_CELLS
from kommunevarehus.ssb.jsonstat import Dataset, SsbError, Variable

CONTENTS, TIME = "ContentsCode", "Tid"
MUNICIPALITIES, YEARS = "$kommuner", "$aar"
Selection = dict[str, list[str]]
# What KOSTRA's tables call their variables, whichever table it is: our column = SSB's variable.
KOSTRA = {
    "region": "KOKkommuneregion0000",
    "omfang": "KOKregnskapsomfa0000",
    "funksjon": "KOKfunksjon0000",
    "art": "KOKart0000",
    "kapittel": "KOKkapittel0000",
    "begrep": "KOKartkap0000",
    "innhold": CONTENTS,
    "aar": TIME,
}


@dataclass(frozen=True)
class Declared:
    """One table of datasett.toml.

    `klass` is set for a list of KLASS, `mot` for the list it is held against, and `tabell` for a table of the StatBank; `apen` where
    whatever the table is parted by is welcome.
    """

    navn: str
    tittel: str
    tabell: str = ""
    slag: str = ""
    felt: dict[str, str] = field(default_factory=dict)
    utvalg: dict[str, list[str]] = field(default_factory=dict)
    antall: dict[str, int] = field(default_factory=dict)
    fra_aar: int = 0
    klass: str = ""
    dato: str = ""
    fra: str = ""
    mot: str = ""
    apen: bool = False

    @property
    def variables(self) -> dict[str, str]:
        """Our column = SSB's variable: those declared, and what KOSTRA's tables call theirs, which a table may be parted by as well."""
        return {**(KOSTRA if self.slag == "verdi" else {}), **self.felt}

    @property
    def region(self) -> str:
        """The variable that the municipalities are in."""
        return next(code for code, patterns in self.utvalg.items() if MUNICIPALITIES in patterns)


def declared(names: Sequence[str] = ()) -> list[Declared]:
    """The datasets of these names, or all, in the file's order; then the tables of KOSTRA that are named by number and not in the file.

    Raises:
        WarehouseError: there is none of such a name.

    """
    table = tomllib.loads(files(__package__).joinpath("datasett.toml").read_text("utf-8"))
    found = [Declared(navn=name, **values) for name, values in table.items() if not names or name in names or values.get("tabell") in names]
    known = {dataset.navn for dataset in found} | {dataset.tabell for dataset in found}
    others = [name for name in dict.fromkeys(names) if name not in known]
    if unknown := [name for name in others if not (len(name) == 5 and name.isdecimal())]:
        raise WarehouseError(
            f"There is no dataset «{unknown[0]}». Choose among {', '.join(table)}, or give the five digits of a table of KOSTRA's."
        )
    return [*found, *(_of_kostra(number) for number in others)]


def _of_kostra(number: str) -> Declared:
    """A table of KOSTRA's that datasett.toml does not have: everything in it, for those asked for and the groups SSB has."""
    return Declared(
        navn=f"tabell_{number}",
        tittel="KOSTRA-tabell",
        tabell=number,
        slag="verdi",
        felt=KOSTRA,
        utvalg={KOSTRA["region"]: [MUNICIPALITIES, "EAK", "EAKUO", "EKG*", "EKA*"], TIME: [YEARS]},
        fra_aar=2015,
        apen=True,
    )


@dataclass(frozen=True)
class Choice:
    """Whose figures, for which years: four-digit numbers (none: every municipality) and an inclusive span (None: open)."""

    municipalities: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None


def select(dataset: Declared, held: Dataset, choice: Choice) -> tuple[Selection, list[str]]:
    """The codes to ask a table for, in the table's own order, and the municipality numbers that it does not have.

    Raises:
        SsbError: the table lacks what the dataset needs of it, or has a variable that the dataset does not know.

    """
    known = set(dataset.variables.values())
    if not dataset.apen and (strange := [code for code in held.variables if code not in known]):
        raise SsbError(
            f"Table {dataset.tabell} has a variable «{strange[0]}» that {dataset.navn} does not know. Its dimensions have changed: "
            "declare it in datasett.toml."
        )
    selection: Selection = {}
    for code, variable in held.variables.items():
        patterns = dataset.utvalg.get(code, ["*"])
        selection[code] = [value for value in variable.codes if _chosen(value, variable, patterns, dataset, choice)]
    for code in (dataset.region, CONTENTS, TIME):
        if code not in held.variables:
            remedy = (
                f"It is parted by {', '.join(held.variables)}" if dataset.apen else "Its dimensions have changed: correct datasett.toml"
            )
            raise SsbError(f"Table {dataset.tabell} has no variable «{code}». {remedy}.")
    if periods := [code for code in held.variables[TIME].codes if not (len(code) == 4 and code.isdecimal())]:
        raise SsbError(
            f"Table {dataset.tabell} has figures of «{periods[0]}». Expected years: the warehouse has no shorter or longer periods."
        )
    for code, values in selection.items():
        if not values and code not in (TIME, dataset.region):
            raise SsbError(
                f"Table {dataset.tabell} has no value of {code} like {', '.join(dataset.utvalg.get(code, ['*']))}. Correct datasett.toml."
            )
    missing = [number for number in choice.municipalities if number not in set(held.variables[dataset.region].codes)]
    return selection, missing


def _chosen(value: str, variable: Variable, patterns: Sequence[str], dataset: Declared, choice: Choice) -> bool:
    for pattern in patterns:
        if pattern == MUNICIPALITIES:
            found = value in choice.municipalities if choice.municipalities else value.isdecimal() and len(value) == 4
        elif pattern == YEARS:
            year = int(value) if value.isdecimal() else 0
            found = max(choice.first or 0, dataset.fra_aar) <= year <= (choice.last or 9999)
        else:
            found = fnmatchcase(value, pattern) or (variable.code == CONTENTS and fnmatchcase(variable.labels.get(value, ""), pattern))
        if found:
            return True
    return False


def cells(selection: Mapping[str, Sequence[str]]) -> int:
    """How many cells an extract spans."""
    return prod(len(values) for values in selection.values())


def split(selection: Selection, region: str, limit: int = MAX_CELLS) -> Iterator[Selection]:
    """Extracts that together are the selection and none of which is over the limit: parted by municipality first, then by year.

    Each part is as large as it may be, and the parts are of even size.
    """
    total = cells(selection)
    if total == 0:
        return
    if total <= limit:
        yield selection
        return
    longest = sorted((code for code in selection if code not in (region, TIME)), key=lambda code: -len(selection[code]))
    code = next(code for code in (region, TIME, *longest) if len(selection[code]) > 1)
    values = selection[code]
    each = total // len(values)
    parts = ceil(len(values) / max(1, limit // each))
    size = ceil(len(values) / parts)
    for start in range(0, len(values), size):
        yield from split({**selection, code: values[start : start + size]}, region, limit)
