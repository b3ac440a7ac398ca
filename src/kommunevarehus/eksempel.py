"""9999 Eksempelkommunen: a made-up municipality, to see what the warehouse makes of a municipality's own accounts.

The figures are drawn by a seeded generator, are the same each time, and are nobody's. They are whole accounts: operations, investment and
balance of the municipality and of one enterprise that it trades with and has lent to, for four years, which pass every control and every
identity; the ledger that the last year's file is made of; and spoiled variants, each with the fault that its name says.

Made-up accounts have a landing folder and a store of their own, marked by `MARK`: `require_own_place` refuses them elsewhere.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import click
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kommunevarehus.files import write_atomically
from kommunevarehus.project import EditionError, Project, WarehouseError

# SSB's number for a municipality that is not said: nobody's.
NUMBER = "9999"
NAME = "Eksempelkommunen (oppdiktet)"
# Its check digit is wrong, so that no enterprise can have it.
ENTERPRISE = "999999990"
YEARS = (2021, 2022, 2023, 2024)
MARK = "EKSEMPEL.md"
_SEED = 9999

# What the municipality spends on a function in its first year, in 1000 kr, how it is spread over arts, the per cent that fees and refunds
# cover, and what it invests there in a year.
_FUNCTIONS: dict[str, tuple[int, str, int, int]] = {
    "100": (9_400, "styring", 0, 0),
    "110": (1_900, "kjop", 0, 0),
    "120": (61_000, "personell", 5, 2_400),
    "130": (8_200, "bygg", 9, 3_000),
    "180": (6_500, "kjop", 0, 0),
    "201": (118_000, "personell", 15, 0),
    "202": (186_000, "personell", 6, 900),
    "211": (12_500, "personell", 2, 0),
    "213": (13_800, "personell", 35, 0),
    "215": (15_200, "personell", 58, 0),
    "221": (9_600, "bygg", 2, 6_000),
    "222": (37_000, "bygg", 4, 38_000),
    "223": (8_300, "kjop", 0, 0),
    "231": (5_200, "personell", 8, 0),
    "232": (14_600, "personell", 12, 0),
    "233": (4_100, "personell", 5, 0),
    "234": (27_500, "personell", 9, 0),
    "241": (33_800, "kjop", 21, 0),
    "242": (13_100, "personell", 6, 0),
    "243": (5_900, "personell", 4, 0),
    "244": (15_700, "personell", 3, 0),
    "251": (6_400, "personell", 2, 0),
    "252": (24_300, "kjop", 7, 0),
    "253": (148_000, "personell", 19, 1_500),
    "254": (171_000, "personell", 11, 0),
    "256": (2_700, "personell", 0, 0),
    "257": (96_000, "personell", 12, 0),
    "258": (89_000, "personell", 10, 0),
    "261": (14_900, "bygg", 3, 21_000),
    "265": (19_200, "bygg", 88, 7_500),
    "273": (4_600, "kjop", 9, 0),
    "275": (12_300, "personell", 0, 0),
    "276": (4_200, "stonad", 0, 0),
    "281": (17_400, "stonad", 4, 0),
    "301": (5_600, "personell", 21, 0),
    "302": (7_900, "personell", 72, 0),
    "303": (4_800, "personell", 46, 300),
    "325": (5_100, "kjop", 12, 0),
    "329": (4_400, "personell", 14, 0),
    "332": (26_800, "anlegg", 4, 14_500),
    "335": (5_700, "anlegg", 3, 2_800),
    "338": (3_900, "personell", 38, 0),
    "339": (17_600, "personell", 8, 1_900),
    "340": (11_200, "anlegg", 96, 4_200),
    "345": (12_900, "anlegg", 97, 9_800),
    "350": (13_700, "anlegg", 96, 5_600),
    "353": (14_500, "anlegg", 97, 11_300),
    "355": (16_400, "kjop", 98, 0),
    "360": (2_100, "kjop", 18, 0),
    "370": (6_800, "personell", 4, 0),
    "377": (4_300, "kjop", 9, 0),
    "380": (4_900, "stonad", 0, 0),
    "381": (11_600, "bygg", 14, 9_200),
    "383": (6_300, "personell", 17, 0),
    "385": (5_500, "stonad", 3, 0),
    "386": (4_700, "bygg", 11, 0),
    "390": (8_900, "stonad", 0, 0),
    "393": (2_600, "stonad", 0, 0),
}
# Home services were parted in 2024.
_IN_USE = {"254": range(2023 + 1), "257": range(2024, 10_000), "258": range(2024, 10_000)}
# The parts per thousand of each art. 429 comes back as 729, 590 as 990, and 380 is the enterprise's 780.
_ARTS: dict[str, dict[str, int]] = {
    "styring": {"050": 90, "080": 560, "099": 80, "100": 60, "120": 90, "160": 70, "429": 30, "470": 20},
    "personell": {
        "010": 560, "020": 45, "030": 34, "040": 16, "050": 12, "090": 92, "099": 96, "100": 10, "115": 14, "120": 34, "150": 11, "195": 18,
        "200": 17, "429": 31, "470": 10,
    },
    "kjop": {"010": 210, "090": 35, "099": 36, "120": 110, "195": 60, "300": 30, "350": 170, "370": 250, "429": 69, "470": 30},
    "bygg": {"010": 60, "075": 105, "090": 27, "099": 28, "180": 145, "185": 30, "230": 90, "240": 80, "380": 180, "429": 75, "590": 180},
    "anlegg": {"010": 170, "090": 28, "099": 29, "180": 90, "195": 60, "230": 170, "240": 60, "250": 70, "429": 83, "590": 240},
    "stonad": {"120": 40, "429": 10, "470": 950},
}  # fmt: skip
# Which arts fees and refunds come on, in parts per thousand.
_INCOME: dict[str, dict[str, int]] = {
    "styring": {"770": 1_000},
    "personell": {"600": 380, "620": 120, "700": 210, "710": 190, "750": 60, "770": 40},
    "kjop": {"620": 220, "640": 350, "700": 330, "750": 100},
    "bygg": {"630": 850, "650": 150},
    "anlegg": {"640": 930, "770": 70},
    "stonad": {"700": 600, "770": 400},
}
_FINANCE = {"skatt": "800", "ramme": "840", "kompensasjon": "841", "flyktning": "850", "motpost": "860", "renter": "870", "fond": "880"}


class Account(NamedTuple):
    """Kontoklasse, then funksjon and art, or kapittel and sektor."""

    kontoklasse: str
    hovedkode: str
    underkode: str


@dataclass
class Books:
    """The accounts of one year, by account, in 1000 kr with the signs of the files, and the balance at its end."""

    aar: int
    orgnr: str
    accounts: dict[Account, int] = field(default_factory=lambda: defaultdict(int))
    balance: dict[Account, int] = field(default_factory=lambda: defaultdict(int))

    def book(self, kontoklasse: str, function: str, art: str, amount: int) -> None:
        """Add an amount: expense positive, income negative."""
        self.accounts[Account(kontoklasse, function, art)] += amount

    def net(self, kontoklasse: str, arts: Callable[[str], bool] = lambda _: True) -> int:
        """Expenses less incomes."""
        return sum(amount for account, amount in self.accounts.items() if account.kontoklasse == kontoklasse and arts(account.underkode))

    def records(self, form: str) -> list[str]:
        """The records of a skjema, those that are not nought."""
        chosen = self.balance if form in {"0B", "0J"} else self.accounts
        return [record(form, self.aar, self.orgnr, account, amount) for account, amount in sorted(chosen.items()) if amount]


def record(form: str, aar: int, orgnr: str, account: Account, amount: int) -> str:
    """One record of 48 characters."""
    return f"{form}{aar} {NUMBER}00{orgnr:9}{'':9}{account.kontoklasse}{account.hovedkode:<4}{account.underkode:<3}{amount:>9}"


def made_up() -> list[tuple[Books, Books]]:
    """The municipality's books and its enterprise's, a pair for each of `YEARS`."""
    dice = random.Random(_SEED)
    town, firm = (
        _Balance(fixed=1_450_000, debt=930_000, funds={"51": 24_000, "53": 31_000, "55": 6_500, "56": 88_000}),
        _Balance(fixed=64_000, debt=21_000, funds={"51": 0, "53": 1_200, "55": 0, "56": 4_300}),
    )
    loan = 18_000
    years = []
    for number, aar in enumerate(YEARS):
        level = 1_046**number
        own, other = Books(aar, ""), Books(aar, ENTERPRISE)
        traded = _services(own, dice, level, 1_000**number, aar)
        _enterprise(other, traded, loan, firm)
        _municipality(own, dice, loan, level / 1_000**number, town)
        loan -= 1_500
        town.close(own, "2", lent=loan)
        firm.close(other, "5", borrowed=loan)
        years.append((own, other))
    return years


@dataclass
class _Balance:
    """What goes from one year's balance to the next, in 1000 kr: fixed assets, long-term debt, funds by kapittel."""

    fixed: int
    debt: int
    funds: dict[str, int]
    unused: int = 0

    def close(self, books: Books, kontoklasse: str, lent: int = 0, borrowed: int = 0) -> None:
        """Set up the balance; the bank account is what the rest leaves."""
        turnover = -books.net("1" if kontoklasse == "2" else "3", lambda art: "600" <= art < "900")
        assets = {"13": turnover // 40, "16": turnover // 28, "19": turnover // 60, "20": turnover, "21": self.fixed // 30, "23": lent}
        assets |= {"22": self.fixed // 40, "24": self.fixed // 18, "27": self.fixed - self.fixed // 18}
        debts = {"32": turnover // 12, "35": turnover // 35, "40": turnover + turnover // 9, "47": borrowed}
        debts["45" if books.aar < 2024 else "451"] = self.debt  # it was parted then
        debts |= self.funds
        tied = ("20", "21", "22", "23", "24", "27")
        debts["5990"] = sum(assets[one] for one in tied) - debts["40"] - borrowed - self.debt + self.unused
        assets["10"] = sum(debts.values()) - sum(assets.values())
        sectors = {"10": "320", "21": "355", "22": "890", "13": "890", "35": "890", "45": "320", "451": "320", "40": "430", "20": "430"}
        for sign, side in ((1, assets), (-1, debts)):
            for chapter, amount in side.items():
                books.balance[Account(kontoklasse, chapter, sectors.get(chapter, "000"))] += sign * amount
        if self.unused:
            books.balance[Account(kontoklasse, "9100", "000")] += self.unused
            books.balance[Account(kontoklasse, "9999", "000")] -= self.unused


def _services(books: Books, dice: random.Random, level: int, base: int, aar: int) -> dict[str, int]:
    """The services, operations and investment; what was bought of the enterprise, by function."""
    traded = {}
    for function, (spent, kind, covered, invested) in _FUNCTIONS.items():
        if function in _IN_USE and aar not in _IN_USE[function]:
            continue
        gross = spent * level * dice.randint(965, 1_035) // (base * 1_000)
        for art, share in _ARTS[kind].items():
            amount = gross * share // 1_000
            books.book("1", function, art, amount)
            if art == "429":
                books.book("1", function, "729", -amount)
            elif art == "380":
                traded[function] = amount
        for art, share in _INCOME[kind].items():
            books.book("1", function, art, -(gross * covered * share // 100_000))
        if invested:
            cost = invested * dice.randint(300, 1_700) // 1_000
            books.book("0", function, "230", cost * 9 // 10)
            books.book("0", function, "200", cost - cost * 9 // 10)
            books.book("0", function, "429", cost // 5)
            books.book("0", _FINANCE["kompensasjon"], "729", -(cost // 5))
    return traded


def _municipality(books: Books, dice: random.Random, loan: int, level: float, kept: _Balance) -> None:
    """Taxes and grants, finance, investment's financing and the disposal of the result."""
    depreciation = books.net("1", lambda art: art == "590")
    books.book("1", _FINANCE["motpost"], "990", -depreciation)
    instalments, interest = kept.debt // 24, kept.debt * (14 + 9 * (books.aar - YEARS[0])) // 1_000
    books.book("1", _FINANCE["renter"], "510", instalments)
    books.book("1", _FINANCE["renter"], "500", interest)
    books.book("1", _FINANCE["renter"], "900", -(interest // 5))
    books.book("1", _FINANCE["renter"], "901", -(loan * 3 // 100))
    books.book("1", _FINANCE["renter"], "905", -dice.randint(2_000, 5_000))
    books.book("1", _FINANCE["flyktning"], "810", -dice.randint(21_000, 34_000))
    needed = books.net("1") + round(23_000 * level) * dice.randint(-30, 130) // 100
    taxes = needed * 46 // 100
    property_tax = 24_500 + 400 * (books.aar - YEARS[0])
    books.book("1", _FINANCE["skatt"], "870", -taxes)
    books.book("1", _FINANCE["skatt"], "875", -property_tax)
    books.book("1", _FINANCE["skatt"], "877", -3_200)
    books.book("1", _FINANCE["ramme"], "800", -(needed - taxes - property_tax - 3_200))
    transferred = dice.randint(4_000, 9_000)
    _dispose(books, "1", kept, transferred, saved=dice.randint(1_000, 4_000), spent=dice.randint(1_000, 5_000))
    invested = books.net("0")
    books.book("0", _FINANCE["renter"], "529", 2_100)
    books.book("0", _FINANCE["fond"], "970", -transferred)
    books.book("0", "265", "670", -dice.randint(2_000, 6_000))
    books.book("0", "222", "700", -dice.randint(3_000, 8_000))
    books.book("0", _FINANCE["renter"], "921", -1_500)
    books.book("0", _FINANCE["fond"], "540", 1_500)
    kept.funds["53"] += 1_500
    borrowed = books.net("0")
    books.book("0", _FINANCE["renter"], "910", -borrowed)
    kept.unused += 3_000
    kept.debt += borrowed + 3_000 - instalments
    kept.fixed += invested - depreciation


def _enterprise(books: Books, traded: dict[str, int], loan: int, kept: _Balance) -> None:
    """An enterprise that keeps the municipality's buildings."""
    for function, amount in traded.items():
        books.book("3", function, "780", -amount)
        for art, share in {"010": 420, "090": 60, "099": 70, "120": 90, "180": 60, "230": 150, "590": 50}.items():
            books.book("3", function, art, amount * share // 1_000)
    depreciation = books.net("3", lambda art: art == "590")
    books.book("3", _FINANCE["motpost"], "990", -depreciation)
    books.book("3", _FINANCE["renter"], "500", kept.debt * 3 // 100)
    books.book("3", _FINANCE["renter"], "510", 700)
    books.book("3", _FINANCE["renter"], "501", loan * 3 // 100)
    books.book("3", _FINANCE["renter"], "511", 1_500)
    transferred = 400
    _dispose(books, "3", kept, transferred, saved=0, spent=0)
    books.book("4", "222", "200", 2_900)
    books.book("4", _FINANCE["fond"], "970", -transferred)
    books.book("4", _FINANCE["renter"], "910", -2_500)
    kept.debt += 2_500 - 700
    kept.fixed += 2_900 - depreciation


def _dispose(books: Books, kontoklasse: str, kept: _Balance, transferred: int, saved: int, spent: int) -> None:
    """Put what is left of the operations in funds, or take what is missing from them."""
    fund = _FINANCE["fond"]
    books.book(kontoklasse, fund, "570", transferred)
    books.book(kontoklasse, fund, "550", saved)
    books.book(kontoklasse, fund, "950", -spent)
    kept.funds["51"] += saved - spent
    left = -books.net(kontoklasse)
    books.book(kontoklasse, fund, "540" if left >= 0 else "940", left)
    kept.funds["56"] += left


def ledger(books: Books) -> str:
    """A year's operations and investment as an export in kroner: two local accounts for each, which add up to the filed amount."""
    dice = random.Random(_SEED + books.aar)
    lines = ["art;art_tekst;tjeneste_nr;tjeneste_tekst;beloep"]
    for account, amount in sorted(books.accounts.items()):
        first = amount * 10 * dice.randint(1_000, 9_000) + dice.randint(-99, 99)
        for local, ore in enumerate((first, amount * 100_000 - first)):
            klass = "3" if account.kontoklasse == "0" else "1"
            kroner = f"{'-' if ore < 0 else ''}{abs(ore) // 100},{abs(ore) % 100:02}"
            lines.append(f"{klass}{account.underkode}{local};oppdiktet;{account.hovedkode}0{local};oppdiktet;{kroner}")
    return "\n".join(lines) + "\n"


def spoiled(records: list[str]) -> dict[str, list[str]]:
    """The faults that people make in a file, each in one that is otherwise without: by what is wrong."""

    def at(klass: str, function: str, art: str) -> int:
        return next(number for number, line in enumerate(records) if line[31:39] == f"{klass}{function:<4}{art:<3}")

    def changed(number: int, line: str) -> list[str]:
        return [*records[:number], line, *records[number + 1 :]]

    wage, tax, health = at("1", "202", "010"), at("1", _FINANCE["skatt"], "870"), at("1", "257", "010")
    return {
        "kort_linje": changed(wage, records[wage][:47]),
        "utgatt_funksjon": changed(health, f"{records[health][:32]}254 {records[health][36:]}"),
        "skatt_paa_feil_funksjon": changed(tax, f"{records[tax][:32]}840 {records[tax][36:]}"),
        "feil_fortegn_paa_skatten": changed(tax, f"{records[tax][:39]}{-int(records[tax][39:]):>9}"),
        "to_like_poster": [*records, records[wage]],
        "beloep_med_desimal": changed(wage, f"{records[wage][:39]}{'1234,5':>9}"),
        "annen_kommune": changed(wage, f"{records[wage][:7]}999800{records[wage][13:]}"),
    }


def write(folder: Path) -> list[Path]:
    """Write the files below a folder, and its marks; those that can be landed are returned, the ledger last.

    Raises:
        WarehouseError: the folder cannot be written.

    """
    files: list[Path] = []
    try:
        for own, other in made_up():
            for books, forms in ((own, ("0A", "0B")), (other, ("0I", "0J"))):
                files += [_put(folder / "filer" / f"{NUMBER}_{form}_{books.aar}.dat", books.records(form)) for form in forms]
        for what, lines in spoiled(own.records("0A")).items():
            _put(folder / "med_feil" / f"{what}.dat", lines)
        files.append(_put(folder / "filer" / f"hovedbok_{own.aar}.csv", ledger(own).splitlines()))
        _put(folder / "inn" / "kommuner" / f"{NUMBER}.csv", ["kommunenr,navn", f"{NUMBER},{NAME}"])
        _people(folder / "inn" / "ssb" / "07459" / f"{NUMBER}.parquet")
        for place in (folder / "inn", folder / "lager"):
            _put(place / MARK, [_MARKED])
    except OSError as error:
        raise WarehouseError(f"{folder} cannot be written ({error}). Name another folder.") from error
    return files


def _put(path: Path, lines: Iterable[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, "".join(f"{line}\n" for line in lines))
    return path


def _people(path: Path) -> None:
    """The inhabitants by single years of age, in the form that `hent` lands."""
    dice = random.Random(_SEED)
    first = {(kjonn, alder): dice.randint(65, 100) * (106 - max(alder, 45)) // 61 for kjonn in ("1", "2") for alder in range(100)}
    rows = [
        {
            "kommunenr": NUMBER,
            "kjonn": kjonn,
            "alder": f"{alder:03}",
            "aar": aar,
            "personer": people * (1_000 + 7 * (aar - YEARS[0])) // 1_000,
        }
        for aar in YEARS
        for (kjonn, alder), people in first.items()
    ]
    table = pa.Table.from_pylist(rows)
    count = table.num_rows
    for name, kind in (("status", pa.string()), ("oppdatert", pa.timestamp("us")), ("hentet", pa.timestamp("us"))):
        table = table.append_column(name, pa.nulls(count, kind))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.append_column("tabell", pa.array(["07459"] * count)), path)


def require_own_place(folder: Path, kommunenr: str) -> None:
    """Refuse the made-up municipality in a landing folder that is not its own.

    Raises:
        WarehouseError: it is no folder for made-up accounts.

    """
    if kommunenr == NUMBER and not (folder / MARK).is_file():
        raise WarehouseError(
            f"{NUMBER} is the made-up municipality, which is landed in a folder of its own, not in {folder}: "
            "`kommunevarehus eksempel` makes one. Correct the region if the file is somebody's."
        )


def require_no_example(database: Path, store: Path) -> None:
    """Refuse a build with the made-up municipality in a store that is not its own.

    Raises:
        EditionError: the build has it, and the store is no store for made-up accounts.

    """
    if (store / MARK).is_file():
        return
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_columns() where schema_name = 'marts' "
            "and starts_with(table_name, 'fct_') and column_name = 'kommunenr' order by table_name"
        ).fetchall()
        found = [
            table
            for (table,) in tables
            if connection.execute(f"select exists (from marts.{table} where kommunenr = $1)", [NUMBER]).fetchone() == (True,)
        ]
    if found:
        raise EditionError(
            f"The build holds the made-up municipality {NUMBER}, which is never published in {store}. "
            "Unset KOMMUNEVAREHUS_INN and build again, or set KOMMUNEVAREHUS_LAGER to the example's own store."
        )


_MARKED = """Oppdiktede regnskap. Denne mappen er for 9999 Eksempelkommunen, som `kommunevarehus eksempel` har laget: tallene er trukket
av en generator og er ingens. Uten denne filen slipper 9999 verken inn i en mappe for innleste filer eller ut i et lager."""

_NEXT = """Made up 9999 Eksempelkommunen below {folder}: {files} files landed in {folder}/inn, spoiled ones in {folder}/med_feil.
Next:
  kommunevarehus kontroller {folder}/filer/*.dat {folder}/med_feil/*.dat
  export KOMMUNEVAREHUS_INN={folder}/inn KOMMUNEVAREHUS_LAGER={folder}/lager
  kommunevarehus warehouse && kommunevarehus app
  unset KOMMUNEVAREHUS_INN KOMMUNEVAREHUS_LAGER    # back to your own; the next build leaves the example out"""


def make(found: Project, place: Path) -> list[Path]:
    """Make the made-up municipality in a folder, and land its files in the folder's own `inn`; the files.

    Raises:
        WarehouseError: the folder cannot be written.

    """
    from kommunevarehus.landing import land_kostra  # noqa: PLC0415
    from kommunevarehus.regnskap import land_ledger  # noqa: PLC0415
    from kommunevarehus.regnskapsprofil import load  # noqa: PLC0415

    files = write(place)
    project = Project(found.root, place / "inn")
    refused = [one for one in land_kostra(project, files[:-1]) if one.status == "nektet"]
    assert not refused, refused
    land_ledger(project, files[-1], load("art5_med_kontoklasse"), region=f"{NUMBER}00", aar=YEARS[-1])
    return files


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def eksempel(folder: Path | None) -> None:
    """Make the made-up municipality 9999 Eksempelkommunen in FOLDER (by default eksempel/), with its own `inn` and `lager`."""
    found = Project.find()
    place = (folder or found.root / "eksempel").resolve()
    files = make(found, place)
    click.echo(_NEXT.format(folder=place, files=len(files)))
