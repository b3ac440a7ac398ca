"""SSB's sentences about its concepts, evaluated as they are read: nothing of how the house reads them, or sums them, is used.

A sentence is a row of clauses: which books (kontoklasser, or whose), which functions, and a list of codes. Records have the files' signs. A
list says nothing of signs: it is an amount of incomes or of expenses, by what most of it is, and what is of the other kind in it counts
against, which is how «(380, 480, 600..770)» nets. What SSB misprints, or says in words only, stands in `OWN`, read once more by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

Books = Mapping[tuple[str, str, str], int]  # (kontoklasse, funksjon, art or kapittel) → amount with the files' signs

PARTS = {"drift": "13", "investering": "04", "balanse": "25"}
OWN_BOOKS = "012"

_LIST = r"[0-9(\[][0-9.,+()\[\]\s-]*|\s*(?:og|minus)\s+(?=[0-9(\[])"
_ARTS = re.compile(rf"\bart(?:en|ene)?\b(?P<gap>[^0-9(\[]*(?:\bartene\b)?[^0-9(\[]*)(?P<list>(?:{_LIST})+)")
_KAPITLER = re.compile(rf"\bkap[a-zæøå.]*\s*(?P<gap>[^0-9(\[]*)(?P<list>(?:{_LIST})+)")
_TAIL = re.compile(r"(?:[\s,.+(\[-]|\b(?:og|minus)\b)*$")
_PIECE = re.compile(r"\d+(?:\.\.\d+)?|[-+(),\[\]]|og|minus")


@cache
def within(code: str, listed: str) -> bool:
    """Whether a code, or the kapittel that it is a part of, is in «010..285 429»."""
    ends = [(one.partition("..")[0], one.partition("..")[2] or one) for one in listed.split()]
    return any(first <= code and (code <= last or code.startswith(last)) for first, last in ends)


def runs(text: str, balance: bool) -> Iterator[tuple[int, str]]:
    """The lists of an expression with the sign of each: «[(010..480, 520) - (600..890)]» is two."""
    text = re.sub(r"\.\s*\.+\s*", "..", text)
    text = re.sub(r"(\d+)(?:\.\.\d+)+\.\.(\d+)", r"\1..\2", text)
    if balance:
        text = re.sub(r"(411|451|9200)\s*-\s*(412|454|9999)", r"\1..\2", text)
    signs, sign, run = [1], 1, list[str]()

    def whole() -> Iterator[tuple[int, str]]:
        if run:
            yield signs[-1] * sign, " ".join(run)
            run.clear()

    for piece in _PIECE.findall(text):
        if piece[0].isdigit():
            run.append(piece)
        elif piece in "([":
            yield from whole()
            signs.append(signs[-1] * sign)
            sign = 1
        elif piece in ")]":
            yield from whole()
            signs = signs[:-1] or [1]
            sign = 1
        elif piece in ("-", "minus"):
            yield from whole()
            sign = -1
        elif sign < 0:  # «980 - 589 + 989»
            yield from whole()
            sign = 1
    yield from whole()


@dataclass(frozen=True)
class Clause:
    """A list with whose it is. `part` is drift, investering, begge or balanse; `side` is k, s or empty; `functions` may be `hver`."""

    sign: int
    part: str
    side: str
    functions: str
    codes: str


def clauses(sentence: str, part: str) -> list[Clause]:
    """The clauses of a sentence, whose concept is by default about `part`."""
    text = " ".join(sentence.lower().replace("–", "-").replace("—", "-").split())
    text = re.sub(
        r"nb! .*| (?:inkl\.|inkludert|ekskl\.) kap.*| kapittel \d+ [a-zæøå ]*(?:inngår|omfattes).*| konsolidert regnskap omfatter.*",
        "",
        text,
    )
    balance, side, functions = part == "balanse", "", ""
    found = list((_KAPITLER if balance else _ARTS).finditer(text))
    ends = [match.start("list") + len(_TAIL.sub("", match["list"])) for match in found]
    read = list[Clause]()
    for number, match in enumerate(found):
        before = text[ends[number - 1] if number else 0 : match.start()]
        minus = r"(?:^|[\s\])}.])(?:minus|-)(?=[\s(\[])" if number else r"^[\s+]*(?:minus|-)\s"
        sign = -1 if re.search(minus, before) else 1
        if balance:
            starts = [*(later.start() for later in found), len(text)]
            side = next((said for n in range(number, len(found)) if (said := _whose(text[ends[n] : starts[n + 1]]))), "")
        else:
            part, side, functions = _place(before, part, side, functions)
            if named := re.match(r" i (?:\(fylkes-\))?(?:kommunekassa|(?:kommunale )?(?:foretak|særbedrifter))", text[ends[number] :]):
                side = _whose(named[0])
        for factor, codes in runs(text[match.start("list") : ends[number]], balance):
            read.append(Clause(sign * factor, part, side.strip("b"), functions, codes))
    return read


def _place(before: str, part: str, side: str, functions: str) -> tuple[str, str, str]:
    """Which account, side and functions the words before a list say; none, and it is those of the list before."""
    if digits := re.findall(r"(?:klasse|eller) ([0-5](?:\s*(?:,|og)\s*[0-5])*)", before):
        named = set(re.findall(r"\d", digits[-1]))
        part = "begge" if named & set("13") and named & set("04") else "drift" if named & set("13") else "investering"
        side, functions = {"1": "k", "0": "k", "3": "s", "4": "s"}.get("".join(named), ""), ""
    elif "investerings- og drift" in before:
        part, side, functions = "begge", "", ""
    elif word := re.search(r"drifts?re|investeringsre", before):
        part, side, functions = "drift" if word[0][0] == "d" else "investering", "", ""
    if "videregående" in before:
        functions = "511..590"  # SSB's FGF7
    elif "kommunale boliger" in before:
        functions = "265 283 315"  # SSB's FGK16
    elif re.search(r"funksjone\w+ (innen|som gjelder|for )|enkeltvis", before):
        functions = "hver"
    elif listed := re.findall(r"\(([\d\s.,]+)\)", before):
        functions = " ".join(re.sub(r"[\s,]+", " ", listed[-1]).split())
        functions = "" if functions in ("100..899", "10..899") else functions
    elif single := re.findall(r"funksjon (\d{3})", before):
        functions = " ".join(single)
    return part, side, functions


def _whose(after: str) -> str:
    """Whose books the words behind a list name: k, s, b for both, or nobody's."""
    after = re.split(r"\) [-+] \(| \+ ", after)[0]
    own = re.search(r"i \(?(?:fylkes-?\)?)?kommun\w* ?balanse|kommunekassa|balansene til \(fylkes-\)kommunene|kommune(ns|s) balanse", after)
    others = re.search(r"balansene til|(?:foretak|særbedrifter)", after)
    return "b" if own and others else "k" if own else "s" if others else ""


class Sentences:
    """SSB's list over one municipality's books in one omfang."""

    def __init__(self, rows: list[dict[str, str]], books: Books, omfang: str) -> None:
        """Take the rows of SSB's list, and the books with the files' signs."""
        self.rows, self.books, self.omfang = {row["kode"]: row for row in rows}, books, omfang
        self.in_function: dict[str, dict[tuple[str, str, str], int]] = {}
        for account, amount in books.items():
            self.in_function.setdefault(account[1], {})[account] = amount

    def codes(self, part: str, codes: str, side: str = "", functions: str = "") -> int:
        """What a list comes to."""
        klasser = {k for p in (("drift", "investering") if part == "begge" else (part,)) for k in PARTS[p]}
        if self.omfang != "konsern":  # a sentence for the municipality's own books is the enterprises' for theirs
            klasser = {k for k in klasser if (k in OWN_BOOKS) == (self.omfang == "kasse")}
        elif side:
            klasser = {k for k in klasser if (k in OWN_BOOKS) == (side == "k")}
        if part == "balanse":
            return sum((-a if "31" <= c < "6" else a) for (k, _, c), a in self.books.items() if k in klasser and within(c, codes))
        wide = {one: int(one.partition("..")[2] or one) - int(one.partition("..")[0]) + 1 for one in codes.split()}
        books = self.in_function[functions] if functions and functions in self.in_function else self.books
        incomes = sum(width for one, width in wide.items() if one >= "6")
        return (-1 if 2 * incomes > sum(wide.values()) else 1) * sum(
            a for (k, f, c), a in books.items() if k in klasser and (not functions or within(f, functions)) and within(c, codes)
        )

    def text(self, code: str) -> str | None:
        """The sentence for this omfang; None where SSB has none."""
        row = self.rows[code]
        own = row["konsern"] if self.omfang == "konsern" else row["kasse"]
        used = re.search(r"Brukes for (kasse|konsern)\b(?!,| og)", row["brukes_for"])
        if used and (used[1] == "konsern") != (self.omfang == "konsern"):
            return None
        for said in re.split(r"\s;\s", row["annen"]) if row["annen"] else []:
            about = re.match(r"Definisjon( bydel)?([^:]*):", said)
            who, bydel = (about[2].strip(), bool(about[1])) if about else ("", False)
            only_own = bydel or bool(re.search(r"\beks", who))
            if (who == "" and not bydel) or (only_own == (self.omfang != "konsern") and who != "fylkeskommune"):
                own = own or said
        if re.match("(?i)samme definisjon", own) or (code.startswith("KG") and not row["annen"]):
            own = row["kasse"]  # the consolidated balance has kontoklasse 2 and 5
        return None if not own or re.search(r"(?i)(brukes ikke|publiseres ikke|har sin egen kode|ikke relevant)", own) else own

    def value(self, code: str, part: str, where: str) -> int:
        """Another concept's amount in the same omfang; one that is both in drift and in investering is that of the part."""
        found = self.of(code) or {}
        return next((amount for key, amount in found.items() if key in ((part, where), (PART_OF.get(code, part), where))), 0)

    def of(self, code: str) -> dict[tuple[str, str], int] | None:
        """(regnskapsdel, function or `alle`) → amount; None where the sentence says nothing of codes."""
        row = self.rows[code]
        if row["slag"] == "kapittel":
            return {("balanse", "alle"): self.codes("balanse", code)}
        if single := re.fullmatch(r"A([DI]?)(\d{3})|(\d{3})", code):
            parts = {"D": ("drift",), "I": ("investering",)}.get(single[1] or "", ("drift", "investering"))
            return {(part, "alle"): self.codes(part, single[2] or single[3]) for part in parts}
        about = next((part for prefix, part in ABOUT.items() if code.startswith(prefix)), "begge")
        own = OWN.get(code, (None, None))[self.omfang == "konsern"]
        text = self.text(code) if own is None else own
        if not text:
            return None
        others = re.findall(r"([-+]|minus)?\s*\{(\w+)\}", text)
        read = clauses(re.sub(r"\{\w+\}", "", text), about)
        if not read and not others:
            return None
        whole = (
            "drift_og_investering" if code.startswith("AGID") or (about == "investering" and any(c.part == "begge" for c in read)) else ""
        )
        functions = sorted({f for _, f, _ in self.books if f and f < "800"}) if any(c.functions == "hver" for c in read) else ["alle"]
        found = dict[tuple[str, str], int]()
        for where in functions:
            for part in (whole,) if whole else ("drift", "investering") if about == "begge" else (about,):
                found[part, where] = sum(
                    c.sign
                    * self.codes(
                        part if c.part == "begge" and not whole else c.part,
                        c.codes,
                        c.side,
                        where if c.functions == "hver" else c.functions,
                    )
                    for c in read
                    if whole or c.part in (part, "begge")
                ) + sum((-1 if sign in ("-", "minus") else 1) * self.value(other, part, where) for sign, other in others)
        return found


ABOUT = {"KG": "balanse", "AGI": "investering", "AGD": "drift", "AGB": "drift"}
PART_OF = {"AGD18": "drift", "AGI3": "investering"}

# What the list misprints, parts in words, or does not determine (empty): (kasse and enterprises, konsern); None is as it stands.
_GROSS = "artene [(600..670, 700..{last}, 920) - (010..480, 520, 590)]"
_INVESTED = "artene (010..501) + kontoklasse 4, {f}, artene [(010..370, 400..470, 500) - (780, 880, 901)]"
_FINANCE = "artene [(500, 501, 509, 510, 511, 521) - (900, 901, 905, 909, 921)]"
_POWER = "funksjon 321 og funksjon 711, artene (600..670, 700, 710, 730..780, 800..890, 920)"
_MET = (
    " - kontoklasse 0, funksjonene (800..899), artene (010..501)"
    " - kontoklasse 4, funksjonene (800..899), artene [(010..370, 400..470, 500) - ({sold})]"
)
OWN: dict[str, tuple[str | None, str | None]] = {
    "AG27": ("", "{AG28} + {AG29} + {AG30} + {AG31} + {AG32} + {AG33}"),
    "AGD9": (None, "kontoklasse 1, artene (010..480, 520, 590) + kontoklasse 3, artene [(010..370, 400..470, 520, 590) - (780, 880)]"),
    "AGD18": ("{AGD13} - {AGD9}", "{AGD13} - {AGD9}"),
    "AGD22": ("", "{AGD30} - {AGD31} - {AG27}"),
    "AGD23": (
        f"kontoklasse 1, {_GROSS.format(last=895)} minus kontoklasse 1, {_FINANCE} + kontoklasse 1, funksjon 860, art 990",
        f"kontoklasse 1 og 3, {_GROSS.format(last=890)} minus kontoklasse 1 og 3, {_FINANCE} + kontoklasse 1 og 3, funksjon 860, art 990",
    ),
    "AGD40": (
        "",
        "kontoklasse 1, artene [(010..480, 520, 590) - (710, 729)] + kontoklasse 3, "
        "artene [(010..370, 400..470, 520, 590) - (710, 729, 780, 880)] minus kontoklasse 1 og 3, artene [(010..099) - 710]",
    ),
    "AGD45": (None, "kontoklasse 1 og 3, artene (600..770, 800..879, 890, 920)"),
    "AGD49": (None, "kontoklasse 1 og 3, artene (800..879, 890)"),
    "AGD63": (
        f"kontoklasse 1, {_POWER}",
        f"kontoklasse 1, {_POWER} + kontoklasse 3, funksjon 321 og funksjon 711, "
        "artene (380, 480, 600..670, 700, 710, 730..770, 800..877, 890, 920)",
    ),
    "AGD65": ("", "{AGD45} - {AGD46} - {AG18}"),
    "AGD66": ("", "{AGD65} + {AGD22} + {AGD87} minus kontoklasse 1 og 3, art 920 + kontoklasse 1 og 3, art 520"),
    "AGD67": ("{AGD45} - {AGD46}", ""),
    "AGD68": ("{AGD71} - {AGD72}", ""),
    "AGD69": ("{AGD67} + {AGD68} + {AGD88} minus kontoklasse 1, art 920 + kontoklasse 1, artene (520, 521)", ""),
    "AGD84": ("", "{AG28} + {AG29} + {AG31} + {AG32}"),
    "AGD89": ("", "{AGD65} + {AGD85} + {AGD87} - {AGD84}"),
    "AGD90": ("{AGD67} + {AGD86} + {AGD88}", ""),
    "AGD93": ("driftsregnskapet, artene [(530, 540, 550, 570) - (930, 940, 950)]",) * 2,
    "AGI1": (None, f"kontoklasse 0, funksjonene (100..790), {_INVESTED.format(f='funksjonene (100..790)')}"),
    "AGI2": (
        None,
        "kontoklasse 0, artene (600..905) + kontoklasse 4, artene [(600..770, 800..877, 890, 900, 905) - (380, 480, 501)]"
        + _MET.format(sold="780, 790, 880, 901"),
    ),
    "AGI3": ("{AGI1} - {AGI2}", "{AGI1} - {AGI2}"),
    "AGI5": (None, f"kontoklasse 0, funksjonene innen området, {_INVESTED.format(f='funksjonene innen området')}"),
    "AGI11": ("kontoklasse 0, artene (700, 710, 730..780)", "kontoklasse 0 og 4, artene (700, 710, 730..770)"),
    "AGI16": (
        "",
        "kontoklasse 0 og 4, artene (010..370, 400..470, 500) + artene (510..550) - artene (600..670, 700..870, 890, 900, 905) + {AGI53}",
    ),
    "AGI21": ("{AGI1} minus kontoklasse 0 og 4, art 910 + kontoklasse 0 og 4, funksjon 283, art 910",) * 2,
    "AGI31": (
        None,
        "kontoklasse 0, artene (700, 710, 730..770, 800..905) + kontoklasse 4, "
        "artene [(700, 710, 730..770, 800..877, 890, 900, 905) - (380, 480, 501)]" + _MET.format(sold="780, 880, 901"),
    ),
    "AGI33": ("kontoklasse 0, artene (010..501) + artene (510..550) - artene (600..670, 700..905)", ""),
    "AGI37": ("", ""),
    "AGI48": ("", "kontoklasse 0 og 4, artene [(912, 922) - (512, 522)]"),
    "AGI53": (
        "",
        "".join(
            f" pluss art {bought} i kommunekassa minus art {sold} i foretak pluss art {bought} i foretak minus art {sold} i kommunekassa"
            for bought, sold in (("380", "780"), ("480", "880"), ("501", "901"))
        ),
    ),
    "AGI54": ("kontoklasse 0, artene [(912, 922) - (512, 522)]", ""),
    "AGID1": (
        "{AGD18} + kontoklasse 1, funksjon 860, art 990 + kontoklasse 1, artene [(900, 901, 905, 909) - (500, 501, 509)] - {AGI3}",
        "{AGD18} + kontoklasse 1 og 3, funksjon 860, art 990 + kontoklasse 1 og 3, "
        "artene [(900, 901, 905, 909) - (500, 501, 509)] - {AGI3}",
    ),
    "KG21": ("kapitlene (56, 5900)",) * 2,
    "KG38": ("", ""),
    "KG39": ("", ""),
    "KG40": ("", ""),
    "KG41": ("", "kapitlene (20, 21, 22, 24, 27, 28, 29)"),
    "KG64": ("kapitlene (51, 56, 5900)",) * 2,
    "KG77": ("", "kapitlene (411-412, 431, 451-454)"),
    "KG90": ("kapitlene (31..5990)", "kapitlene (31, 32, 34..46, 51..5990)"),
    "KG101": ("kapitlene (411-412, 431, 451-454, 47)", ""),
    "KG107": ("kapitlene (31..5990)", ""),
    "KG118": ("", ""),
    "KG119": ("", ""),
}
