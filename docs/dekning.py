"""Write docs/dekning.md: what holds the printed numbers, which slips the checks notice, and which they cannot.

Run by `make dekning`, some fifteen minutes of two cores together: the slips are made in what ships, by skrivefeil.py and katalogfeil.py of
tests/python, several parts of them at a time.
The short table is put into README.md too, between the same marks; a test holds the two against each other.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "python"))

from katalogfeil import Change, caught_in_packages, caught_in_shared, package_changes, scratch_folder, shared_changes  # noqa: E402
from modellfeil import Build, Fault, draw_faults  # noqa: E402
from skrivefeil import KINDS_OF_SLIPS, Slip, caught, draw  # noqa: E402

from kommunevarehus.project import Project  # noqa: E402

CELLS = 500
MODELS = 0.06  # of the faults that could be made in the models: all of them take hours
PROCESSES = 6
SHORT = re.compile(r"(<!-- skrivefeil:begynn -->\n).*?(<!-- skrivefeil:slutt -->)", re.DOTALL)
HELD = """
select i_kilden, count(*) filter (where er_avstemt), count(*) filter (where er_som_naboene),
    count(*) filter (where er_trykt_flere_steder), count(*)
from kvalitet.dekning group by all order by count(*) desc
"""
UNHELD = "select count(*), count(*) filter (where antall_hold = 0), count(*) filter (where antall_hold > 1) from kvalitet.dekning"
KINDS_IN_ENGLISH = {
    "tapt komma": "a lost comma",
    "byttede siffer": "two digits swapped",
    "byttede naboer": "a cell swapped with the one beside it",
    "byttede rader": "a row swapped with the next",
    "feil fortegn": "a wrong sign",
    "feil enhet": "a wrong unit",
}
SHARED = ("oppstillinger", "kodeverk", "regnskap")
# Why nothing can say that a value of these columns is wrong, when it is one that could have stood there.
OUR_WORDS = "words of our own: nothing printed can contradict them"
OUR_CHOICE = "a choice among allowed values: people read it"
ITS_OWN_NUMBER = "a value of another source, which nothing that ships prints"
BOTH_RIGHT = "codes that are both right somewhere"
BY_TESTS = "held by tests against texts and accounts, not by `sjekk`"
REASONS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "kodeverk/aldersgruppe.csv": ((OUR_CHOICE, ("sett",)),),
    "kodeverk/behovsnokkel.csv": ((BOTH_RIGHT, ("kriterium",)),),
    "kodeverk/deflator.csv": ((ITS_OWN_NUMBER, ("endring_pst",)),),
    "kodeverk/emne.csv": ((OUR_CHOICE, ("apen_liste",)),),
    "kodeverk/grense.csv": ((ITS_OWN_NUMBER, ("fra_aar",)),),
    "kodeverk/indikator.csv": (
        (OUR_WORDS, ("navn", "teller")),
        (BOTH_RIGHT, ("kostra_funksjoner", "tjenesteomrade_id")),
        (OUR_CHOICE, ("kategori", "retning")),
    ),
    "kodeverk/indikatorbro.csv": ((OUR_WORDS, ("forskjell",)),),
    "kodeverk/indikatorkilde.csv": ((BOTH_RIGHT, ("tabell", "etikett", "inndeling", "omfang", "kilde")),),
    "kodeverk/kommune.csv": ((ITS_OWN_NUMBER, ("gyldighet",)), (OUR_CHOICE, ("etterfolger_kilde",))),
    "kodeverk/kostra_art.csv": ((ITS_OWN_NUMBER, ("navn", "skjema", "gyldig_fra", "gyldig_til")),),
    "kodeverk/kostra_funksjon.csv": ((ITS_OWN_NUMBER, ("navn", "skjema", "gyldig_fra")),),
    "kodeverk/kostra_kapittel.csv": ((ITS_OWN_NUMBER, ("navn", "gyldig_til")),),
    "kodeverk/kostra_kontroll.csv": ((BY_TESTS, ("toleranse",)),),
    "kodeverk/kostra_kontrollvilkar.csv": (
        (BY_TESTS, ("kontroll", "skjema", "del", "belop", "funksjon", "ikke_funksjon", "art", "ikke_art", "kapittel", "region")),
        (OUR_WORDS, ("begrunnelse",)),
    ),
    "kodeverk/oversettelse.csv": ((OUR_WORDS, ("oversettelse",)),),
    "kodeverk/oversiktstall.csv": (
        (BOTH_RIGHT, ("kode", "i_stedet_for")),
        (OUR_CHOICE, ("hentes_fra", "desimaler", "retning")),
        (OUR_WORDS, ("sammenlignet_med",)),
    ),
    "kodeverk/seregel.csv": ((OUR_CHOICE, ("rekkefolge", "grense")), (OUR_WORDS, ("setning", "forklaring"))),
    "kodeverk/seriebrudd.csv": ((BOTH_RIGHT, ("indikator_id",)),),
    "kodeverk/sokeord.csv": ((OUR_WORDS, ("ord", "betyr", "sprak")),),
    "kodeverk/synonym.csv": ((OUR_WORDS, ("ord",)),),
    "kodeverk/tallord.csv": ((OUR_CHOICE, ("usikkerhet",)),),
    "kodeverk/tilnaerming.csv": ((OUR_WORDS, ("betydning",)),),
    "kodeverk/tjenesteomrade.csv": ((OUR_CHOICE, ("art", "i_asss", "rekkefolge")),),
    "kodeverk/visningsside.csv": ((OUR_CHOICE, ("side",)),),
    "oppstillinger/poster.csv": ((BOTH_RIGHT, ("forelder_post_id",)), ("held by the validation of the edition", ("fortegn", "fosstrinn"))),
    "oppstillinger/oppstillinger.csv": ((OUR_CHOICE, ("emne",)),),
    "oppstillinger/rader.csv": ((OUR_CHOICE, ("gruppe", "krav")), (BOTH_RIGHT, ("oppstilling",))),
    "oppstillinger/regler.csv": ((OUR_WORDS, ("tittel",)),),
    "regnskap/asss.csv": ((OUR_CHOICE, ("i_ovrige",)),),
    "regnskap/asss_tabeller.csv": ((BY_TESTS, ("linje", "formel")),),
    "regnskap/egne_begrep.csv": ((BY_TESTS, ("formel",)),),
    "regnskap/eierandel.csv": ((ITS_OWN_NUMBER, ("eierandel_pst",)),),
    "regnskap/funksjonsgruppe.csv": ((OUR_WORDS, ("navn", "kilde")), (BY_TESTS, ("funksjoner",))),
    "regnskap/rettelser.csv": ((OUR_WORDS, ("begrunnelse",)),),
    "regnskap/ssb_begrep_2025.csv": ((OUR_WORDS, ("brukes_for",)),),
}
MODELS_HEADING = "## Faults in models"
FAULTS_IN_ENGLISH = {
    "ti ganger": "ten times too large",
    "feil fortegn": "of the other sign",
    "et år feil": "a year off",
    "en annens": "another's",
    "snudd": "turned round",
    "tom": "empty",
}
WORDS = {
    "raden_med_etikett": "the whole row, by its label",
    "raden": "the whole row, apart from its label",
    "tallet": "the number, not its row",
    "uten_kildetekst": "the package has no text",
}


def share(found: int, tried: int) -> str:
    """`93 of 95 (97.9%)`."""
    return f"{found} of {tried} ({found / tried:.1%})" if tried else ""


def numbers() -> list[str]:
    """What holds the printed numbers."""
    with duckdb.connect(str(ROOT / "target" / "kommunevarehus.duckdb"), read_only=True) as connection:
        rows = connection.execute(HELD).fetchall()
        total, none, several = connection.execute(UNHELD).fetchall()[0]
    lines = ["| in the source's lines stands | numbers | also reconciled | also like its neighbours | also printed elsewhere |"]
    lines += ["| --- | ---: | ---: | ---: | ---: |"]
    lines += [f"| {WORDS[kind]} | {count} | {a} | {b} | {c} |" for kind, a, b, c, count in rows]
    return [
        f"{total:,} printed numbers: {total - none:,} are held by something, {several:,} by more than one thing, {none:,} by nothing.",
        "",
        *lines,
    ]


@dataclass(frozen=True)
class Tried:
    """The slips in cells, and which of them the checks notice, with the source's text and without it."""

    made: list[Slip]
    held: list[bool]
    alone: list[bool]


@dataclass(frozen=True)
class Changed:
    """The changes of the fields of a kind of catalogues, and which of them are noticed."""

    title: str
    changes: list[Change]
    held: list[bool]


@dataclass(frozen=True)
class Modelled:
    """The faults in models, and which of them are noticed."""

    made: list[Fault]
    held: list[bool]


def in_models(project: Project) -> Modelled:
    """Whole columns of models that are wrong, a sample over all that is published."""
    with Build(project, scratch_folder("modeller")) as build:
        made = draw_faults(build, share=MODELS)
        return Modelled(made, [bool(build.noticed(fault)) for fault in made])


class Parts:
    """The work, a process each at a time: a slip or a change does not know of the others."""

    def __init__(self, pool: ProcessPoolExecutor, project: Project) -> None:
        """Take where the parts are run, and what they are of."""
        self._pool, self._project = pool, project
        self.made = draw(project, cells=CELLS)
        self._models = pool.submit(in_models, project)
        self._held, self._alone = (pool.submit(caught, project, self.made, text=text) for text in (True, False))
        self._packages, self._shared = package_changes(project), shared_changes(project)
        self._in_packages = self._submit(caught_in_packages, self._packages, 2)
        self._in_shared = self._submit(caught_in_shared, self._shared, 3)

    def _submit(self, caught_in: Callable[..., list[bool]], changes: list[Change], parts: int) -> list[Future[list[bool]]]:
        size = -(-len(changes) // parts)
        return [
            self._pool.submit(caught_in, self._project, changes[start : start + size], scratch_folder(f"{caught_in.__name__}-{start}"))
            for start in range(0, len(changes), size)
        ]

    def slips(self) -> Tried:
        """The slips in cells."""
        return Tried(self.made, self._held.result(), self._alone.result())

    def models(self) -> Modelled:
        """The faults in the models."""
        return self._models.result()

    def catalogues(self) -> list[Changed]:
        """The changes of the packages' own files and of what all share."""
        return [
            Changed("A package's files", self._packages, [held for part in self._in_packages for held in part.result()]),
            Changed("Layouts and catalogues", self._shared, [held for part in self._in_shared for held in part.result()]),
        ]


def short(tried: Tried, changed: list[Changed], modelled: Modelled) -> list[str]:
    """The table of README: the share of the slips of each kind that is noticed."""
    lines = [f"| slip, in {len({slip.at for slip in tried.made})} printed cells drawn at random | noticed | without the source's text |"]
    lines += ["| --- | ---: | ---: |"]
    for kind in KINDS_OF_SLIPS:
        of_kind = [number for number, slip in enumerate(tried.made) if slip.kind == kind]
        lines.append(f"| {KINDS_IN_ENGLISH[kind]} | {_of(tried.held, of_kind)} | {_of(tried.alone, of_kind)} |")
    lines += [f"| another value in a field of {part.title.lower()} | {share(sum(part.held), len(part.held))} | |" for part in changed]
    return [*lines, f"| a whole column of a model | {share(sum(modelled.held), len(modelled.held))} | |"]


def _of(found: list[bool], numbers: list[int]) -> str:
    return share(sum(found[number] for number in numbers), len(numbers))


def by_table(tried_slips: Tried) -> list[str]:
    """The slips noticed of those made, in the tables where not all are."""
    tried: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for slip, noticed in zip(tried_slips.made, tried_slips.held, strict=True):
        tried[slip.at.report, slip.at.table][slip.kind] += 1
        found[slip.at.report, slip.at.table][slip.kind] += noticed
    head = ["| report | table | " + " | ".join(KINDS_OF_SLIPS) + " |", "| --- | --- |" + " ---: |" * len(KINDS_OF_SLIPS)]
    return head + [
        f"| {report} | {table} | "
        + " | ".join(f"{found[place][k]}/{tried[place][k]}" if tried[place][k] else "" for k in KINDS_OF_SLIPS)
        + " |"
        for place in sorted(tried)
        for report, table in [place]
        if found[place] != tried[place]
    ]


def missed(changed: Changed) -> list[str]:
    """The columns of which a plausible but wrong value is noticed by nothing."""
    kinds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for change, noticed in zip(changed.changes, changed.held, strict=True):
        if not noticed:
            kinds[_file(change)][change.kind].append(change.column)
    lines = [f"### {changed.title}", "", f"{share(sum(changed.held), len(changed.held))} of the changes were noticed. Not noticed:", ""]
    if not any(of["tom"] for of in kinds.values()):
        lines += ["| file | another value | why |", "| --- | --- | --- |"]
        return (
            lines
            + [f"| {file} | {column} | {_why(file, column)} |" for file, of in sorted(kinds.items()) for column in of["annen verdi"]]
            + [""]
        )
    lines += ["| file | another value | nothing |", "| --- | --- | --- |"]
    return lines + [f"| {file} | {', '.join(of['annen verdi'])} | {', '.join(of['tom'])} |" for file, of in sorted(kinds.items())] + [""]


def _why(file: str, column: str) -> str:
    """Why nothing holds the column; a column that is new here has no reason yet."""
    return next(
        (why for why, columns in REASONS.get(file, ()) if column in columns), "no reason yet: find a rule, or say why there is none"
    )


def _file(change: Change) -> str:
    """The name of a package's file; a shared one's with its folder."""
    return f"{change.folder}/{change.file}" if change.folder in SHARED else change.file


def missed_in_models(modelled: Modelled) -> list[str]:
    """By kind of fault how many were noticed, and the columns of which nothing is."""
    made, found = Counter(fault.kind for fault in modelled.made), Counter[str]()
    missed: dict[str, list[str]] = defaultdict(list)
    for fault, noticed in zip(modelled.made, modelled.held, strict=True):
        found[fault.kind] += noticed
        if not noticed:
            missed[fault.relation].append(f"{fault.column} ({FAULTS_IN_ENGLISH[fault.kind]})")
    return [
        "| the column is | noticed |",
        "| --- | ---: |",
        *(f"| {FAULTS_IN_ENGLISH[kind]} | {share(found[kind], made[kind])} |" for kind in FAULTS_IN_ENGLISH if made[kind]),
        "",
        "Not noticed:",
        "",
        "| relation | columns |",
        "| --- | --- |",
        *(f"| {relation} | {', '.join(columns)} |" for relation, columns in sorted(missed.items())),
    ]


def page(tried: Tried, changed: list[Changed], modelled: Modelled, held: list[str]) -> str:
    """docs/dekning.md."""
    text = [
        "# What holds the numbers",
        "",
        "A number that we type wrong must not be published. Four things hold each printed number (`kvalitet.dekning`): the lines of the",
        "source that its table names, where the package carries the text; the reconciliation; its neighbours in row or column; another",
        "print of it. This page is made by `make dekning`; decisions [0013](decisions/0013-a-guard-against-slips.md) and",
        "[0020](decisions/0020-what-holds-a-printed-number.md) say why, and what is not held.",
        "",
        "## In short",
        "",
        "<!-- skrivefeil:begynn -->",
        *short(tried, changed, modelled),
        "<!-- skrivefeil:slutt -->",
        "",
        "## The printed numbers",
        "",
        *held,
        "",
        "## Slips in cells",
        "",
        f"A slip is made in a copy of its table, and all checks run on the copies (`tests/python/skrivefeil.py`): {len(tried.made)} slips,",
        "in cells of every table. By table, noticed of made, where not all are:",
        "",
        *by_table(tried),
        "",
        "## Slips in catalogues",
        "",
        "Every column was changed to another value that could have stood there, and in the packages to nothing. What `sjekk` and the check",
        "of the catalogues do not notice is listed: words of our own, which nothing printed can contradict; what may as well be left out;",
        "and what other tests hold: signs, waterfalls and expectations are held by the validation of the edition, and how accounts are",
        "read (`regnskap/`) by `test_regnskapsbegrep.py` and `test_kostra_regnskap.py` too, against accounts that a municipality "
        "has filed.",
        "Of `regnskap/` most is noticed because `begrep.csv` and `ledd.csv` are made of the other files: a slip in those is said "
        "until they",
        "are made anew, and then only where a rule or the accounts contradict it.",
        "",
        *(line for part in changed for line in missed(part)),
        MODELS_HEADING,
        "",
        "A model that is changed so that a whole column of what it gives is wrong passes keys and vocabularies, and dbt seals what it",
        "gave. Each fault is made in a copy of the build, what is below it is built anew of it, and what the build and the publication ask",
        "is asked again (`tests/python/modellfeil.py`): a random sample of all columns of all published relations that have rows.",
        "",
        *missed_in_models(modelled),
    ]
    return "\n".join(text).rstrip() + "\n"


def main() -> None:
    """Write docs/dekning.md, and its short table into README.md."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = Parts(pool, Project(ROOT))
        write(page(parts.slips(), parts.catalogues(), parts.models(), numbers()))


def write(text: str) -> None:
    """Write the page, and put its short table into README.md."""
    (ROOT / "docs" / "dekning.md").write_text(text, "utf-8")
    found = SHORT.search(text)
    assert found
    readme = ROOT / "README.md"
    readme.write_text(SHORT.sub(lambda _: found[0], readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
