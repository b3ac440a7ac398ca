"""The layouts of seeds/oppstillinger as the reader needs them: which label is which post, and what is the sum of what."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

# A line number, roman or arabic, before a label: `1 `, `10. `, `24a `, `I) `, `IV. `, `1Netto`.
_LINE_NUMBER = re.compile(r"^(?:\d{1,2}[a-z]?[.)]?\s*(?=[A-ZÆØÅ])|\d{1,2}[a-z]?[.)]?\s+|[IVX]{1,4}[.)]\s+|[A-H][.)]\s+)")
_EXPLANATION = re.compile(r"<[^>]*>")
_NOTE_BEHIND = re.compile(r"(?<=[a-zæøå)])\s?\d{1,2}[a-z]?(?:,\s?\d{1,2}[a-z]?)*$")
# A footnote's mark behind a label: `Rammetilskudd 1)`, `Avskrivninger¹`; no end of a parenthesis.
_FOOTNOTE_BEHIND = re.compile(r"(?<=[A-Za-zæøåÆØÅ)])(?: \d{1,2}\)|[\u00b9\u00b2\u00b3]+|\s?\*+\))$")
_ACCOUNT = re.compile(
    r"^\d{3,4}(?:\s?[-\u2013]\s?\d{3,4})?\s+(?=[A-Za-zÆØÅæøå])"
)  # `800 Rammetilskudd`: the account is in a column of its own
_PARENTHESIS = re.compile(r" ?\([^()]*\)$")
_SIMPLE_RULE = re.compile(r"\[(\w+)\]\.\* = (-?)\[(\w+)\]\.\*")
# A row that must hold in every layout that prints both: the result is what is disposed of.
_DISPOSED = ("netto_driftsresultat", "sum_disponeringer")

# What nynorsk writes otherwise than bokmål, and words that stand for each other in labels.
_NYNORSK = {
    "rekneskap": "regnskap", "løyving": "bevilgning", "tilskot": "tilskudd", "innskot": "innskudd", "eigedel": "eiendel",
    "eigedom": "eiendom", "eigenkapital": "egenkapital", "eigne": "egne", "tenest": "tjenest", "frå": "fra", "tidlegare": "tidligere",
    "tidligare": "tidligere",
    "meirverdi": "merverdi", "meir": "mer", "seinare": "senere", "statleg": "statlig", "vidare": "videre", "motteken": "mottatt",
    "mottekne": "mottatte", "sals": "salgs", "sal av": "salg av", "leige": "leie", "utbytar": "utbytter", "utbyte": "utbytte",
    "anna": "annen",
    "brukar": "bruker", "løns": "lønns", "avskriving": "avskrivning", "stryking": "strykning", "framført": "fremført", "avsett": "avsatt",
    "middel": "midler", "delar": "andeler", "instrumenter": "instrument", "ubunde": "ubundne",
    "udekt": "udekket", "udekka": "udekket", "inndekking": "inndekning", "dekking": "dekning", "går inn": "inngår", "motyting": "motytelse",
    "erstattar": "erstatter", "påverkar": "påvirker", "forplikting": "forpliktelse", "pensjonsplikt": "pensjonsforpliktelse",
    "pensjonsforplikting": "pensjonsforpliktelse", "vedteke": "vedtatt", "opphavleg": "opprinnelig", "samla": "samlet", "kyrkj": "kirk",
    "utgjorde": "beløp", "eller": "og", "gevinst": "gevinster", "i henhold til": "i samsvar med",
}  # fmt: skip
# The long ones stand inside words too: `rammetilskot`.
_NYNORSK_FORM = re.compile("|".join(word if len(word) > 5 else rf"(?<![a-zæøå]){word}" for word in sorted(_NYNORSK, key=len, reverse=True)))


@cache
def fold(label: str) -> str:
    """A label in normal form with nynorsk as bokmål: `avsetningar til disposisjonsfond` and `avsetninger …` are the same."""
    label = _NYNORSK_FORM.sub(lambda found: _NYNORSK[found.group()], label)
    label = re.sub(r"(?<=[a-zæøå]{3})a(r|ne)(?![a-zæøå])", r"e\1", label)
    return re.sub(r"(?<=[a-zæøå]{4})(?<!en)e?(?:ene|er|e|r)?(?![a-zæøå])", "", label)


def normal(label: str) -> str:
    """A label to compare by, as macros/norske_tall.sql does: small letters, single spaces, no footnote marks or colon at the end."""
    return re.sub(r"[ *:=]+$", "", re.sub(r"\s+", " ", label.replace("\xa0", " ")).strip().lower())


def without_number(label: str) -> str:
    """A printed label without its line number, explanation in angle brackets, and a note number glued behind."""
    label = label.strip()
    if label.count(")") > label.count("(") or label[-1:] in "\u00b9\u00b2\u00b3":
        label = _FOOTNOTE_BEHIND.sub("", label)
    return _NOTE_BEHIND.sub("", _LINE_NUMBER.sub("", _EXPLANATION.sub("", label), count=1).strip())


def distance(a: str, b: str, limit: int) -> int:
    """The number of letters to add, drop or change between two words; `limit + 1` if it is more than `limit`."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        if min(new) > limit:
            return limit + 1
        row = new
    return min(row[-1], limit + 1)


def _words(label: str) -> list[str]:
    return [word for word in re.split(r"[\s,/()+-]+|(?<=\.)(?=\w)", label) if word and word != "."]


def label_distance(printed: str, known: str) -> int | None:
    """How far a printed label is from a known one, word by word; None where they do not mean the same.

    Each word is the same, is its abbreviation (`disp.`), or has a slip or two and the same first letter: `ubundne` is never `bundne`.
    """
    a, b = _words(printed), _words(known)
    if len(a) != len(b):
        return 1 if a and "".join(a) == "".join(b) else None
    total = 0
    for x, y in zip(a, b, strict=True):
        if x == y:
            continue
        if len(x) > 2 and x.endswith(".") and y.startswith(x[:-1]):
            total += 1
            continue
        limit = 1 if max(len(x), len(y)) < 6 else 2
        step = distance(x, y, limit)
        if step > limit or x[0] != y[0] or min(len(x), len(y)) < 3 or x.isdigit() or y.isdigit():
            return None
        total += step
    return total


@dataclass(frozen=True)
class Match:
    """The post a label stands for: its code, the sign its row has in the layout, and how far the label is from the layout's."""

    code: str
    sign: int
    distance: int
    known: str
    exact: bool = True  # the warehouse finds it by itself, in the layout's rader.csv
    unit: str = ""


@dataclass(frozen=True)
class Sum:
    """A printed figure that others determine: `total` = Σ weight × term, in the warehouse's sign of each."""

    name: str
    total: str
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Post:
    """A post of a layout: what it is called, the sum it goes into with which weight, its place, and whether it is a sum."""

    name: str
    parent: str
    weight: int
    place: int
    kind: str


@dataclass
class Layout:
    """One layout: its labels (normal form → code, occurrence, sign, unit, group), its posts and sums, and the code of an open list."""

    layout_id: str
    name: str
    subject: str = ""
    posts: dict[str, Post] = field(default_factory=dict)
    labels: dict[str, list[tuple[str, int, int, str, str]]] = field(default_factory=lambda: defaultdict(list))
    sums: list[Sum] = field(default_factory=list)
    signs: dict[str, int] = field(default_factory=dict)
    open_code: str | None = None
    open_sign: int = 1
    required: frozenset[str] = frozenset()

    def match(self, label: str, group: str, seen: Mapping[str, int]) -> Match | None:
        """The post of a printed label that stands for the n-th time (`seen` counts by normal form), exactly or nearest."""
        whole, short = normal(_EXPLANATION.sub("", label)), normal(without_number(label))
        plain = _PARENTHESIS.sub("", short)
        bare = _ACCOUNT.sub("", short)
        for tried in dict.fromkeys((whole, short, plain, fold(short), fold(plain), *((bare, fold(bare)) if bare != short else ()))):
            known = self.labels.get(tried) or self.folded.get(tried)
            if not known:
                continue
            count = seen.get(fold(tried), 0) + 1
            group_name = normal(group)
            fits = [k for k in known if k[1] == count and k[4] == group_name] or [k for k in known if k[1] == count and k[4] == "*"]
            fits = fits or [k for k in known if k[1] == count] or ([known[-1]] if count > 1 and len(known) > 1 else [])
            if fits:
                code, _, sign, unit, _ = fits[0]
                exact = tried in (whole, short) and tried in self.labels and "<" not in label and not _NOTE_BEHIND.search(label)
                exact = exact and not _FOOTNOTE_BEHIND.search(label)
                exact = exact and fits[0][1] == count == seen.get(tried, 0) + 1 and fits[0][4] in ("*", group_name)
                return Match(code, sign, 0, tried, exact, unit)
            return None  # known, and already used
        return self._nearest(fold(short))

    def sum_of(self, label: str) -> Match | None:
        """The sum that a label names without the word: `Frie disponible inntekter`."""
        name = f"sum {fold(_PARENTHESIS.sub('', normal(without_number(label))))}"
        if name not in self.folded:
            return None
        code, _, sign, unit, _ = self.folded[name][0]
        return Match(code, sign, 0, name, exact=False, unit=unit)

    def code_of(self, label: str) -> str:
        """The post that a label stands for where it stands first, in bokmål or nynorsk, with or without line number; or nothing."""
        short = normal(without_number(label))
        for name in (short, normal(label), fold(short), fold(_ACCOUNT.sub("", short))):
            if known := self.labels.get(name) or self.folded.get(name):
                return known[0][0]
        return ""

    @cached_property
    def folded(self) -> dict[str, list[tuple[str, int, int, str, str]]]:
        """The layout's labels as `fold` writes them; not those that mean two posts."""
        found: dict[str, list[tuple[str, int, int, str, str]]] = defaultdict(list)
        for label, entries in self.labels.items():
            name = fold(label)
            found[name] += [entry for entry in entries if entry not in found[name]]
        return {name: entries for name, entries in found.items() if len({(e[0], e[1]) for e in entries}) == len({e[1] for e in entries})}

    def _nearest(self, label: str) -> Match | None:
        found: list[tuple[int, str, str, int, str]] = []
        for known, codes in self.folded.items():
            step = label_distance(label, known)
            if step is not None:
                found.append((step, known, codes[0][0], codes[0][2], codes[0][3]))
        found.sort()
        if not found or len({code for step, _, code, _, _ in found if step == found[0][0]}) > 1:
            return None
        step, known, code, sign, unit = found[0]
        return Match(code, sign, step, known, exact=False, unit=unit)


def _rows(path: Path) -> Iterable[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_layouts(folder: Path) -> dict[str, Layout]:  # noqa: PLR0912  (five files, one after the other)
    """The layouts of `folder` (seeds/oppstillinger) that are coded by posts or by areas, by id; key figures are read by `indicators`."""
    layouts = {
        row["oppstilling"]: Layout(row["oppstilling"], row["navn"], row["emne"])
        for row in _rows(folder / "oppstillinger.csv")
        if row["kodeverk"] == "post"
    }
    required: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "rader.csv"):
        layout = layouts.get(row["oppstilling"])
        if layout is None:
            continue
        sign = int(row["fortegn"] or 1)
        if row["krav"] == "ja":
            required[layout.layout_id].add(row["kode"])
        if row["etikett"] == "*":
            layout.open_code, layout.open_sign = row["kode"], sign
        else:
            entry = (
                row["kode"],
                int(row["forekomst"] or 1),
                sign,
                row["maaleenhet"],
                "*" if row["gruppe"] == "*" else normal(row["gruppe"]),
            )
            if entry not in layout.labels[normal(row["etikett"])]:
                layout.labels[normal(row["etikett"])].append(entry)
        layout.signs.setdefault(row["kode"], sign)
    children: dict[tuple[str, str], list[tuple[int, str, int]]] = defaultdict(list)
    for row in _rows(folder / "poster.csv"):
        if row["oppstilling"] not in layouts:
            continue
        layouts[row["oppstilling"]].posts[row["post_id"]] = Post(
            row["navn"], row["forelder_post_id"], int(row["fortegn"] or 1), int(row["rekkefolge"]), row["radtype"]
        )
        if row["forelder_post_id"]:
            key = (row["oppstilling"], row["forelder_post_id"])
            children[key].append((int(row["rekkefolge"]), row["post_id"], int(row["fortegn"] or 1)))
    for (layout_id, parent), posts in children.items():
        terms = tuple((code, weight) for _, code, weight in sorted(posts))
        layouts[layout_id].sums.append(Sum("poster_i_sum", parent, terms))
    for row in _rows(folder / "regler.csv"):
        if row["oppstilling"] in layouts and (rule := _SIMPLE_RULE.fullmatch(row["formel"])):
            layouts[row["oppstilling"]].sums.append(Sum(row["regel_id"], rule[1], ((rule[3], -1 if rule[2] else 1),)))
    for layout in layouts.values():
        layout.required = frozenset(required[layout.layout_id])
        result, disposed = _DISPOSED
        if result in layout.signs and disposed in layout.signs:
            layout.sums.append(Sum("disponert", result, ((disposed, -1),)))
    return layouts


def recognise(layouts: Mapping[str, Layout], labels: Sequence[str]) -> list[Layout]:
    """The layouts that know most of a table's labels, the best first, and those that know one post less.

    Empty if no layout knows nearly half of the labels, and three posts.
    """
    found: list[tuple[float, Layout]] = []
    for layout in layouts.values():
        known = [code for label in labels if (code := layout.code_of(label))]
        if len(set(known)) >= 3 and len(known) >= 0.45 * len(labels):
            # Of two layouts that know as many, the one that has fewer other labels.
            found.append((len(set(known)) - 0.001 * len(layout.labels), layout))
    found.sort(key=lambda one: -one[0])
    return [layout for score, layout in found if score > found[0][0] - 1.2]


def indicators(path: Path) -> dict[str, tuple[str, str]]:
    """Every key figure of seeds/kodeverk/indikator.csv by the normal form of its name and its id: id and unit."""
    found: dict[str, tuple[str, str]] = {}
    for row in _rows(path):
        for name in (row["navn"], row["indikator_id"]):
            found.setdefault(normal(name), (row["indikator_id"], row.get("enhet", "") or row.get("maaleenhet", "")))
    return found
