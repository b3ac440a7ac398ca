"""Column heads in words: which version, which year, which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# A word of a head begins where no letter stands before it, or where a capital is glued behind a small letter; it ends where no small
# letter follows.
_START, _END = r"(?:(?<![A-Za-zÆØÅæøå])|(?<=[a-zæøå])(?=[A-ZÆØÅ]))", r"(?![a-zæøå])"
_BUDGET = r"\s*(?:års)?bud(?:sjetts?|sjet|\.)?"
_KINDS: tuple[tuple[str, str], ...] = (
    ("note", r"note(?:r|nr\.?)?"),
    ("avvik_pst", r"(?:regnskap|rekneskap) i (?:%|prosent) av (?:justert |regulert |revidert |årets )?budsjett(?:et)?"
                  r"|prosentvis avvik|avvik (?:i )?(?:%|prosent|pst\.?)|forbruk i (?:%|prosent)"),
    ("avvik", r"(?:budsjett)?avvik(?: (?:justert |revidert |regulert )?budsjett)?(?:\s*[-–]\s*regnskap)?"),
    ("endring", r"endring(?:\s+\d{4}\s*[-–]\s*\d{4})?(?: i (?:%|prosent))?"),
    ("prognose", r"(?:års)?prognose(?: \([^)]*\))?"),
    ("snitt", r"gjennomsnitt(?: siste \d+ år)?"),
    ("regnskap_i_fjor", r"(?:regnskap|rekneskap) (?:i fjor|året før|forrige år)"),
    ("regulert_budsjett", rf"(?:regulert|reg\.?|revidert|rev\.?|justert|just\.?|rb){_BUDGET}"
                          r"|(?:revidert|regulert|justert)(?=\s*\(?\s*(?:19|20)\d\d)"
                          r"|(?:års)?budsjett (?:inkl\.?|inklusive|med) (?:budsjett)?(?:endring(?:er|ar)?|justering(?:er|ar)?)"),
    ("opprinnelig_budsjett", rf"(?:opprinnelig(?: vedtatt)?|oppr\.?|opphavleg(?: vedteke)?|oppr)\s*{_BUDGET}|(?:vedtatt|vedteke){_BUDGET}"),
    ("okonomiplan", r"øk(?:onomi)?\.?plan|øp|vedtatt(?=\s*(?:19|20)\d\d)|plan(?=\s*(?:19|20)\d\d)"),
    ("regnskap", r"(?:års)?(?:regnskap|rekneskap)|r(?=\s*(?:19|20)\d\d)"),
    ("budsjett", r"(?:års)?(?:budsjett|budsjet)|b(?=\s*(?:19|20)\d\d)"),
    ("maal", r"mål(?:tall)?(?=\s*$|\s*(?:19|20)\d\d|\s*(?:regnskap|rekneskap|Regnskap|Rekneskap))"),
)  # fmt: skip
_HEAD = re.compile(
    "|".join(rf"(?P<{kind}>{_START}(?i:{pattern}){_END if kind != 'avvik_pst' else ''})" for kind, pattern in _KINDS)
    + r"|(?P<aar>(?<![\d.,-])(?:19|20)\d{2}(?![\d,.]\d)(?=(?:(?:19|20)\d{2})*(?!\d))(?!\s?[-–]\s?(?:19|20)\d\d))"
)
_PERIOD = re.compile(
    r"(?i)\b(jan(?:uar)?\s*[-–]\s*[a-z]{3,9}\.?|(?:per |pr\.? )\d{1,2}\.\s?\d{1,2}\.(?:\d{4})?|[123]\.\s?(?:tertial|kvartal)|hittil i år)"
)
_UNITS: tuple[tuple[str, str], ...] = (
    ("1000 kr", r"(?:he(?:i)?le?\s+)?(?:1[\s.\xa0]?000|tusen)\s*(?:kr(?:oner)?\b\.?)?|\btkr\b|\bhele?\s+tusen\b|\bheile\s+tusen\b"),
    ("mill. kr", r"\bmill(?:ioner|\.)?\s*(?:kr(?:oner)?)?\b|\bmnok\b"),
    ("mrd. kr", r"\bmrd\.?\s*(?:kr(?:oner)?)?\b|\bmilliarder\b"),
    ("kr", r"\bhele kroner\b|\bheile kroner\b|\bi kroner\b|\b(?:beløp|tall|tal) i kr\b"),
)  # fmt: skip
_UNIT_LINE = re.compile(
    r"(?i)^\(?\s*(?:(?:alle\s+)?(?:tall|tal|beløp)\s+(?:er\s+)?(?:gitt opp |oppgitt |gjevne |angitt )?(?:i\s+)?)?(?:i\s+)?"
    r"(?:he(?:i)?le?\s+)?(?:1[\s.\xa0]?000|tusen|mill(?:ioner|\.)?|kroner|kr|mrd\.?)(?:\s*(?:kr(?:oner)?\.?))?\s*\)?\.?$"
)


@dataclass(frozen=True)
class Head:
    """What a column is: `kind` (regnskap, avvik …; `ukjent`), its year, the head as printed, and the period of a part of a year."""

    kind: str
    year: int | None
    text: str
    period: str = ""


def unit_of(text: str) -> str | None:
    """The unit that a text names, as kodeverk/enhetsomregning.csv writes it; None if it names none."""
    for unit, pattern in _UNITS:
        if re.search(rf"(?i){pattern}", text) and (
            unit != "1000 kr" or re.search(r"(?i)tusen|1[\s.\xa0]?000\s*(?:kr|\)|$)|he(?:i)?le\s+1|tkr|i 1[\s.]?000", text)
        ):
            return unit
    return None


def is_unit_line(text: str) -> bool:
    """Whether a line says in what unit the numbers are, and nothing else."""
    return bool(_UNIT_LINE.match(text.strip()))


_GLUED_YEARS = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}){2,}(?!\d)")
_YEARLESS = ("note", "maal", "snitt", "endring", "avvik_pst")


def scan(text: str) -> tuple[list[Head], str]:
    """The heads in a text, in order and with their years, and what the text says besides them.

    One year behind a head is that head's. As many years as there are heads without one are theirs, in order (`Regnskap Budsjett Regnskap`
    over `2017 2017 2016`); more of them behind one head repeat it (`Økonomiplan 2023 2024 2025`).
    """
    text = _GLUED_YEARS.sub(lambda glued: " ".join(re.findall(r"\d{4}", glued.group())), text)
    heads: list[Head] = []
    years: list[str] = []
    rest: list[str] = []
    at = 0
    for found in _HEAD.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        if between.strip(" ()|,:;\t-–/") and not re.fullmatch(r"[\s(]*(?:per|pr\.?|i|for)?[\s)]*", between):
            rest.append(between)
        if found.lastgroup == "aar":
            years.append(found.group())
            continue
        _give_years(heads, years)
        heads.append(Head(found.lastgroup or "ukjent", None, found.group().strip()))
    _give_years(heads, years)
    rest.append(text[at:])
    if period := _PERIOD.search(text):
        heads = [replace(head, period=period.group()) if head.kind in ("regnskap", "budsjett", "avvik") else head for head in heads]
    return heads, " ".join(part.strip() for part in rest if part.strip(" ()|\t")).strip()


def _give_years(heads: list[Head], years: list[str]) -> None:
    """Give the years that stand behind the heads so far to those they belong to, and empty `years`."""
    if not years:
        return
    waiting = [i for i, head in enumerate(heads) if head.year is None and head.kind not in (*_YEARLESS, "aar")]
    open_ended = bool(heads) and bool(waiting) and waiting[-1] == len(heads) - 1
    if len(years) == len(waiting) or (len(years) == 1 and open_ended):
        for i, year in zip(waiting[-len(years) :], years, strict=True):
            heads[i] = replace(heads[i], year=int(year), text=f"{heads[i].text} {year}")
    elif len(years) == sum(head.kind != "note" for head in heads) and len(waiting) > 1:
        for i, year in zip([i for i, head in enumerate(heads) if head.kind != "note"], years, strict=True):
            heads[i] = replace(heads[i], year=heads[i].year or int(year), text=f"{heads[i].text} {year}")
    elif open_ended:
        last = heads.pop()
        heads.extend(Head(last.kind, int(year), f"{last.text} {year}") for year in years)
    else:
        heads.extend(Head("aar", int(year), year) for year in years)
    years.clear()
