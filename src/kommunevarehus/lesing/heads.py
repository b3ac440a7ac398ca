"""Column heads in words: which version, which year, which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

# A word of a head begins where no letter stands before it, or where a capital is glued behind a small letter; it ends where no small
# letter follows.
_START, _END = r"(?:(?<![A-Za-zÆØÅæøå])|(?<=[a-zæøå])(?=[A-ZÆØÅ]))", r"(?![a-zæøå])"
_BUDGET = r"[\s-]*(?:års)?bud(?:sjetts?|sjet|sj\.?|\.)?"
_DATED = r"[\s-]*(?:\x02\s*)?(?:19|20)\d\d"
_FIX = r"(?:regulert|reg\.?|revidert|revid\.|rev\.?|justert|just\.?)"
_YEARS = r"(?:års)?(?:budsjetts?|budsjet|budsj\.?|bud\.)"  # a budget whose kind is said behind it
_CHANGES = r"(?:endring(?:er|ar)?|endr\.?|justering(?:er|ar)?)"
_ALONE = r"(?![a-zæøå.]*\s*(?:års)?bud)"  # the next column's budget is its own
_DIFFERS = r"(?:avvik|differanse|diff\.?)"
_KINDS: tuple[tuple[str, str], ...] = (
    ("note", r"note(?:r|\s?nr\.?|nummer)?"),
    ("avvik_pst", r"(?:regnskap|rekneskap) i (?:%|prosent) av (?:justert |regulert |revidert |årets )?budsjett(?:et)?"
                  rf"|prosentvis avvik|(?:budsjett-?\s?)?{_DIFFERS}[\s-]?\(?(?:i )?(?:%|prosent|pst\.?)\)?(?!-)"
                  r"|(?:%|pst\.?|prosent)[- ]?avvik"
                  r"|(?:forbruk|forbr\.?)\s?\(?(?:i )?(?:%|prosent|pst\.?)\)?"),
    ("avvik", rf"(?:budsjett?-?\s?)?{_DIFFERS}(?: ?\(?(?:i )?(?:hele )?(?:kr|kroner)\.?(?![a-zæøå])\)?)?"
              rf"(?: (?:(?:mot |fra |frå )?{_FIX}{_BUDGET}|(?:mot )?budsjett(?:et)?)(?!\s*(?:19|20)\d\d))?"
              r"(?:\s*[-–]\s*(?:regnskap|rekneskap))?"),
    ("endring", r"endring(?:\s+\d{4}\s*[-–]\s*\d{4})?(?: i (?:%|prosent))?"),
    ("prognose", r"(?:års)?prognose(?: \([^)]*\))?"),
    ("snitt", r"gjennomsnitt(?: siste \d+ år)?"),
    ("regnskap_i_fjor", r"(?:regnskap|rekneskap) (?:i fjor|året før|forrige år)"),
    ("regulert_budsjett", rf"(?:{_FIX}|rb){_BUDGET}(?:[- ](?=(?:19|20)\d\d))?"
                          rf"|rb(?={_DATED})|{_FIX}(?=\s*\(?\s*(?:19|20)\d\d)|buds?\.?\s?\(end\.?\)"
                          rf"|{_YEARS}\s+(?:{_FIX}|(?:inkl\.?|inklusive|med) (?:budsjett)?{_CHANGES}){_ALONE}"),
    ("opprinnelig_budsjett", rf"(?:opprinnel[ei]g(?: vedtatt)?|oppr\.?|opphavleg(?: vedteke)?|oppr){_BUDGET}|(?:vedtatt|vedteke){_BUDGET}"
                             rf"|{_YEARS}\s+(?:opprinnelig|oppr\.?|opphavleg|vedtatt|vedteke){_ALONE}|ob(?={_DATED})"),
    ("okonomiplan", r"øk(?:onomi)?\.?\s?plan|øp(?:-(?=(?:19|20)\d\d))?|vedtatt(?=\s*(?:19|20)\d\d)|plan(?=\s*(?:19|20)\d\d)"),
    ("regnskap", rf"(?:års)?(?:regnskap|rekneskap|regnsk\.?(?!\.?\s?m)|rekn\.?(?={_DATED}|\.))|r(?={_DATED})"),
    ("budsjett", rf"(?:års)?(?:budsjett|budsjet|budsj\.?)|bud\.|buds(?={_DATED})|b(?={_DATED})"),
    ("maal", r"mål(?:tall)?(?=\s*$|\s*(?:19|20)\d\d|\s*(?:regnskap|rekneskap|Regnskap|Rekneskap))"),
)  # fmt: skip
_HEAD = re.compile(
    "|".join(rf"(?P<{kind}>{_START}(?i:{pattern}){_END if kind != 'avvik_pst' else ''})" for kind, pattern in _KINDS)
    + r"|(?P<periode>\x02)"
    + r"|(?P<aar>(?:(?<![\d.,-])|(?<=[A-Za-zøØ]-))(?:19|20)\d{2}(?![\d,.]\d)(?=(?:(?:19|20)\d{2})*(?!\d))(?!\s?[-–]\s?(?:19|20)\d\d))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_MONTH = (
    r"(?:jan(?:uar)?|febr?(?:uar)?|mars?|april?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|des(?:ember)?)"
    r"\.?(?![a-zæøå])"
)
_SO_FAR = r"(?:per|pr\.?|t\.?o\.?m\.?|til og med|etter|ved utgangen av)"
# What part of a year a head or a title is of, with the year where it is said too.
_PERIOD = re.compile(
    rf"(?i)(?<![a-zæøå\d])(?:(?P<so_far>{_SO_FAR})\s*)?(?:"
    rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})(?:\.(?:\s?(?P<date_year>(?:19|20)\d\d|\d\d)(?!\d))?|(?(so_far)(?![\d.,])|(?!)))"
    rf"|(?P<first>{_MONTH})\s*(?:[-–]|til(?: og med)?|t\.?o\.?m\.?)\s*(?P<last>{_MONTH})"
    rf"|(?:(?P<third>[1-4])\.\s?(?P<kind>tertial|kvartal|kv\.|halvår)|(?P<kind2>tertial|kvartal)\s?(?P<third2>[1-4])(?!\d)"
    rf"|(?P<letter>[TQ])(?P<third3>[1-4])(?!\d))"
    rf"|(?P<last_day>3[01]\.|2[89]\.)\s?(?P<worded>{_MONTH})"
    rf"|(?P<alone>{_MONTH})(?(so_far)|(?=\s*(?:(?:19|20)\d\d|$|[|\n),;:(])|\s+(?:regnskap|rekneskap|(?:års)?budsjett?|avvik|forbruk|prognose)))"
    rf"|(?<=[a-zæøå]\s)(?:(?P<year_month>(?:19|20)\d\d)(?:0[1-9]|1[0-2])(?!\d)|(?:0?[1-9]|1[0-2])/(?P<month_year>(?:19|20)\d\d)(?!\d))"
    rf"|(?P<running>hittil(?: i år| i \d{{4}})?|hiå|(?:akkumulert|akk\.?)(?![a-zæøå])|periodens|periodisert"
    rf"|(?:denne|i) perioden?(?![a-zæøå])"
    rf"|(?:per|pd)\.(?=\s?(?:regnskap|rekneskap|bud)))"
    rf")"
)
UNCLEAR = "uklar"  # a part of a year, but which is not said
_UNITS: tuple[tuple[str, str], ...] = (
    ("1000 kr", r"(?:he(?:i)?le?\s+)?(?:1[\s.\xa0]?000|tusen)\s*(?:kr(?:oner)?\b\.?)?|\bt(?:kr|nok)\b|\bhele?\s+tusen\b|\bheile\s+tusen\b"),
    ("mill. kr", r"\bmill(?:ioner|\.)?\s*(?:kr(?:oner)?)?\b|\bmnok\b|\bmkr\b"),
    ("mrd. kr", r"\bmrd\.?\s*(?:kr(?:oner)?)?\b|\bmilliarder\b"),
    ("kr", r"\bhele kroner\b|\bheile kroner\b|\bi kroner\b|\b(?:beløp|tall|tal) i (?:kr|nok)\b"),
)  # fmt: skip
_UNIT_LINE = re.compile(
    r"(?i)^\(?\s*(?:(?:alle\s+)?(?:tall|tal|beløp)\s+(?:er\s+)?(?:gitt opp |oppgitt |gjevne |angitt )?(?:i\s+)?)?(?:i\s+)?"
    r"(?:he(?:i)?le?\s+)?(?:1[\s.\xa0]?000|tusen|mill(?:ioner|\.)?|kroner|kr|mrd\.?|[mt]?nok|[mt]kr)(?:\s*(?:kr(?:oner)?\.?|nok))?\s*\)?\.?$"
)


@dataclass(frozen=True)
class Head:
    """What a column is: `kind` (regnskap, avvik …; `ukjent`), its year, the head as printed, and the months if it is of a part of a year.

    `period` is `01-08` for January to August, UNCLEAR where only a person can say which, and nothing for a whole year.
    """

    kind: str
    year: int | None
    text: str
    period: str = ""
    whose: str = ""  # what a column's head says besides: `Askvoll`, `KOSTRA-gruppe 7`

    @property
    def named(self) -> str:
        """Who or what the head names besides its version and year: `Askvoll`, `per innbygger`; nothing if it is the report's own figure."""
        return _NOBODY.sub(" ", self.whose).strip(" ()[]-–—.,:;/|*+=\t\u00b9\u00b2\u00b3'")


CONSOLIDATED = re.compile(r"(?i)konsern|konsolidert")
# Words of a head that say nothing of what its column is, but how it is counted or that it is a number.
_NOBODY = re.compile(
    r"(?i)(?<![a-zæøå\d])(?:konsern|kasse|kommunekassen|foreløpig|endelig|avlagt|pr|per|i|og|%|prosent|pst|resultat|status|verdi|tall?|nivå"
    r"|faktisk|oppnådd|beløp|saldo|år|netto|note[rn]?|nr|kommentar(?:er)?|merknad(?:er)?|kr|kroner|nok|[mt]nok|[mt]kr|mill|millioner|mrd|tusen"
    r"|heile?|hele|alle|1[ .\xa0]?000|desember|des)(?![a-zæøå])\.?|\d{1,2}\.\d{1,2}\.?|\(\d{1,2}\)|(?<!\d)\d\)"
)


def _months(found: re.Match[str]) -> str:
    """The months of a period as printed: `01-08`; a whole year is nothing; `hittil` without an end is UNCLEAR."""
    part = found.groupdict()
    so_far = part["so_far"] is not None
    if part["day"]:
        month = int(part["month"])
        return UNCLEAR if not 1 <= month <= 12 or int(part["day"]) < 28 else f"01-{month:02d}"
    if part["first"]:
        return _known(f"{_number(part['first']):02d}-{_number(part['last']):02d}")
    if part["alone"]:
        return f"01-{_number(part['alone']):02d}" if so_far or _number(part["alone"]) == 1 else UNCLEAR
    if part["worded"]:
        return f"01-{_number(part['worded']):02d}"
    if part["running"] or part["year_month"] or part["month_year"]:
        return UNCLEAR
    number = int(part["third"] or part["third2"] or part["third3"])
    kind = (part["kind"] or part["kind2"] or part["letter"] or "").lower()
    end = number * {"tertial": 4, "t": 4, "halvår": 6}.get(kind, 3)
    # `2. tertial` is the year so far in one report and four months in the next.
    return UNCLEAR if end > 12 or not (so_far or number == 1) else f"01-{end:02d}"


def _known(months: str) -> str:
    """The months, if they are the year so far, a month, a quarter or a tertial; others a person must look at."""
    first, last = months.split("-")
    return months if first in ("01", last) or months in ("04-06", "07-09", "10-12", "05-08", "09-12") else UNCLEAR


def _number(month: str) -> int:
    return _MONTHS.index(month.lower()[:3]) + 1


_BEGUN = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(?:19|20)?\d\d)?\s*(?:[-\u2013]|til)\s*$")  # the day before `31.08`


def periods(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text with a mark for each of its periods, but with their years; and their months, in order, each with how it is printed."""
    found: list[tuple[str, str]] = []

    def mark(period: re.Match[str]) -> str:
        months = _months(period)
        if period["day"] and months != UNCLEAR and (begun := _BEGUN.search(period.string[: period.start()])):
            months = _known(f"{(int(begun[2]) - (int(begun[1]) == 1)) % 12 + 1:02d}-{months[-2:]}")
        year = period["date_year"] or period["year_month"] or period["month_year"] or ""
        year = f"20{year}" if len(year) == 2 else year
        if period["day"] and not (period["so_far"] or year):
            return period.group()
        found.append((months if months != "01-12" else "", re.sub(r"\s*(?:19|20)\d\d$", "", period.group().strip())))
        return f" \x02 {year} "

    return _PERIOD.sub(mark, text.replace("\x02", " ")), found


def period_of(text: str) -> str:
    """The one period that a title speaks of: its months; nothing if it speaks of none, or of several."""
    known = _periods_of(text) - {UNCLEAR}
    return known.pop() if len(known) == 1 else ""


# What looks like a part of a year in a title, and is none: a day that nothing is counted to or from, several years, what has been put
# aside since the beginning.
_NO_PART = re.compile(
    rf"(?i)(?P<counted>(?<![a-zæøå]){_SO_FAR}\s*)?(?<![\d.])(?:0?[1-9]|1\d|2[0-7])\.\s?(?:{_MONTH}(?:\s*(?:19|20)\d\d)?|\d{{1,2}}\.\s?(?:19|20)?\d\d)"
    r"(?!\d)(?!\s*(?:[-\u2013]|til|t\.?o\.?m))"
    r"|(?:denne|i) perioden?\s+(?:19|20)\d\d\s?[-\u2013]\s?(?:19|20)?\d\d"
    r"|(?<![a-zæøå])(?:akkumulert|akk\.?)(?!\s*(?:regnskap|rekneskap|(?:års)?bud|tall|tal|per|pr|hittil|\d))"
)


def _without_days(text: str) -> str:
    return _NO_PART.sub(lambda found: found.group() if found["counted"] else " ", text)


def _periods_of(title: str) -> set[str]:
    """The parts of a year that a title speaks of."""
    return {months for months, _ in periods(_without_days(title))[1]} - {""}


def is_open(text: str) -> bool:
    """Whether what a head or a title says of a part of a year is that it is so far, and not until when."""
    return not ends_of(text) and not re.search(r"(?i)(?:denne|i) perioden?(?![a-zæøå])|periodens|\d\.\s?\d", text)


def ends_of(text: str) -> set[int]:
    """The months that the parts of a year in a text end in, where a number says it: `2. tertial` ends in August, alone or not."""
    ends: set[int] = set()
    for part in _PERIOD.finditer(_without_days(text)):
        said = part.groupdict()
        if month := said["last"] or said["alone"] or said["worded"]:
            ends.add(_number(month))
        elif number := said["third"] or said["third2"] or said["third3"]:
            kind = (said["kind"] or said["kind2"] or said["letter"] or "").lower()
            ends.add(int(number) * {"tertial": 4, "t": 4, "halvår": 6}.get(kind, 3))
        elif written := re.search(r"(?:19|20)\d\d(\d\d)$|^(\d{1,2})/", part.group()):
            ends.add(int(written[1] or written[2]))
    return ends


def unit_of(text: str) -> str | None:
    """The unit that a text names, as kodeverk/enhetsomregning.csv writes it; None if it names none."""
    for unit, pattern in _UNITS:
        if re.search(rf"(?i){pattern}", text) and (
            unit != "1000 kr" or re.search(r"(?i)tusen|1[\s.\xa0]?000\s*(?:kr|\)|$)|he(?:i)?le\s+1|tkr|tnok|i 1[\s.]?000", text)
        ):
            return unit
    return None


def is_unit_line(text: str) -> bool:
    """Whether a line says in what unit the numbers are, and nothing else."""
    return bool(_UNIT_LINE.match(text.strip()))


def with_context(heads: Sequence[Head], title: str) -> list[Head]:
    """The heads with the period that the title says for all of them, or that one of them says for the others.

    `Regnskap`, `Budsjett` and `Avvik` under a title with `per 31.08.2020` are of those months, where there is another budget that is the
    year's; a budget alone may be of either, and is UNCLEAR if its head does not say which. A deviation is of the accounts' months. What
    nobody says the end of (`hittil i år`, `2. tertial`) is UNCLEAR, in a title (whose lines are parted by line breaks) too. A title
    without a year speaks of the newest accounts.
    """
    spoken = _periods_of(title)
    said = period_of(title) or (UNCLEAR if spoken else "")
    own = {head.period for head in heads if head.period not in ("", UNCLEAR)}
    known = own.pop() if len(own) == 1 else said
    # What has no end of its own; `2. tertial` and `denne perioden` beside the year so far are something else.
    heads = [replace(head, period=known) if head.period == UNCLEAR and known and is_open(head.text) else head for head in heads]
    budgets = sum(head.kind in ("budsjett", "regulert_budsjett", "opprinnelig_budsjett") for head in heads)
    year = _year_of_period(title) or max((head.year for head in heads if head.year and head.kind in ("regnskap", "aar")), default=None)
    if said and not any(head.period for head in heads if head.kind in ("regnskap", "aar", "regnskap_i_fjor")):
        unsaid = not any(head.period for head in heads)

        def of_it(head: Head) -> bool:
            budget = unsaid and head.kind == "budsjett" and budgets > 1 and "års" not in head.text.lower()
            same = head.year is None or year is None or head.year == year or head.kind == "aar"
            return same and (budget or head.kind in ("regnskap", "aar", "regnskap_i_fjor"))

        lone = unsaid and budgets == 1 and any(of_it(head) for head in heads)
        heads = [
            replace(head, period=said)
            if of_it(head)
            else replace(head, period=UNCLEAR)
            if lone and head.kind == "budsjett" and head.year in (None, year) and not _OF_THE_YEAR.search(head.text)
            else head
            for head in heads
        ]
    accounts = {head.period for head in heads if head.kind in ("regnskap", "aar", "regnskap_i_fjor")}
    if len(accounts) == 1:
        heads = [
            replace(head, period=next(iter(accounts))) if head.kind in ("avvik", "avvik_pst") and not head.period else head
            for head in heads
        ]
    return heads


_OF_THE_YEAR = re.compile(r"(?i)års|året|heile|hele|total")
_REPORT = re.compile(r"(?i)rapport|melding|status")


def report_title(lines: Sequence[str]) -> str:
    """The line among those before a report's first table that says what part of a year the whole report is of; nothing if two disagree."""
    found = [line for line in lines if len(line) < _TITLE and _REPORT.search(line) and _periods_of(line)]
    return found[0] if len({frozenset(_periods_of(line)) for line in found}) == 1 else ""


_TITLE = 120  # letters; more is a paragraph


def _year_of_period(title: str) -> int | None:
    """The year in the first line with a part of a year: the one behind it, or else the one before it."""
    for line in title.split("\n"):
        before, mark, behind = periods(_without_days(line))[0].partition("\x02")
        if mark and (years := re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", behind)[:1] or re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", before)):
            return int(years[-1])
    return None


_GLUED_YEARS = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}){2,}(?!\d)")
_LEADS = re.compile(r"(?i)per\.|pd\.|akk|periodi|periodens")
_LED = re.compile(r"(?i)\s*(?:regnskap|rekneskap|(?:års)?bud)")
# Words that stand right before a year and are not of the head before it.
_STRANGE = re.compile(r"^\W*((?!(?:per|pr|i|for|av|pst|kr|des|desember)\b)[A-Za-zÆØÅæøå]{1,15}\.?[ -]?)$")
_OF_A_PERIOD = ("regnskap", "budsjett", "regulert_budsjett", "avvik", "avvik_pst")
_YEARLESS = ("note", "maal", "snitt", "endring", "avvik_pst")


def scan(text: str) -> tuple[list[Head], str]:
    """The heads in a text, in order and with their years and periods, and what the text says besides them.

    One year behind a head is that head's. As many years as there are heads without one are theirs, in order (`Regnskap Budsjett Regnskap`
    over `2017 2017 2016`); more of them behind one head repeat it (`Økonomiplan 2023 2024`). A period is of the head before it, or of the
    first head if it stands before all of them.
    """
    text = _GLUED_YEARS.sub(lambda glued: " ".join(re.findall(r"\d{4}", glued.group())), text)
    text = _OPENING.sub("inngående ", text)
    turned, label = _year_first(text)
    if turned:
        return turned, label
    text, months = periods(text)
    coming = iter(months)
    waiting = before = ""
    strange: list[tuple[int | None, str]] = []
    heads: list[Head] = []
    years: list[str] = []
    rest: list[str] = []
    at = 0
    for found in _HEAD.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        # What stands before all of them is over the labels.
        strange += [(None if years else len(heads), between)] * bool(heads or years)
        if between.strip(" ()|,:;\t-–/") and not re.fullmatch(r"[\s(]*(?:per|pr\.?|i|for)?[\s)]*", between):
            rest.append(between)
        if found.lastgroup == "periode":
            period, printed = next(coming)
            led = _LEADS.match(printed) and _LED.match(text, found.end())  # `Per. regnskap Per. budsjett`
            if heads and not led and period == heads[-1].period == UNCLEAR and not years:  # `Per. budsjett hiå`
                continue
            if heads and not led and not heads[-1].period and heads[-1].kind in _OF_A_PERIOD and not (years and heads[-1].year):
                # A budget as it was regulated after some months is still the year's; or it is of those months.
                regulated = heads[-1].kind == "regulert_budsjett" and printed.lower().startswith("etter")
                heads[-1] = replace(heads[-1], period=UNCLEAR if regulated else period, text=f"{heads[-1].text} {printed}")
            else:
                waiting, before = period, f"{printed} "
            continue
        if found.lastgroup == "aar":
            if (own := _STRANGE.search(between)) and (heads or years):  # a column of a version that nobody knows: its year is its own
                _give_years(heads, years)
                if any(head.kind in _OF_A_PERIOD for head in heads):
                    # `Regnskap konsern 2023` is one head, and nobody says whose
                    yearless = heads[-1].kind in _OF_A_PERIOD and heads[-1].year is None
                    said = f"{heads.pop().text} " if yearless else ""
                    heads.append(Head("ukjent", None, f"{said}{own[1].strip()} {found.group()}"))
                    continue
            years.append(found.group())
            continue
        _give_years(heads, years)
        kind = found.lastgroup or "ukjent"
        if kind in _OF_A_PERIOD:
            heads.append(Head(kind, None, f"{before}{found.group().strip()}", waiting))
            waiting = before = ""
        else:
            heads.append(Head(kind, None, found.group().strip()))
    _give_years(heads, years)
    heads = _with_strange(heads, [*strange, (len(heads), text[at:])])
    rest.append(text[at:])
    return heads, " ".join(part.strip() for part in rest if part.strip(" ()|\t")).strip()


_YEARS_TO = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d(?!\d)")
# The first of January is no year's end; where a period begins on it, it is no date of its own.
_OPENING = re.compile(r"(?i)(?<![\d.])0?1\.\s?(?:0?1\.|jan(?:uar|\.)?)\s?(?=(?:19|20)\d\d(?!\d)(?!\s*(?:[-–]|til|t\.?o\.?m)))")


def _with_strange(heads: Sequence[Head], strange: Sequence[tuple[int | None, str]]) -> list[Head]:
    """The heads with what words between two of them say of both, since nobody says of which; words behind the last are its own.

    Each of the words has how many heads stand before it; None where the heads before it only got their years later.
    """
    found = list(heads)
    for place, words in strange:
        if _YEARS_TO.search(words) or re.search(r"[A-Za-zÆØÅæøå]{2}", Head("", None, "", whose=words).named):
            for i in range(len(found)) if place is None else (place - 1, place):
                if 0 <= i < len(found) and found[i].kind != "note":
                    found[i] = replace(found[i], whose=found[i].whose or words.strip())
    return found


def _year_first(text: str) -> tuple[list[Head], str]:
    """The heads of a text in which each has its year before it: `2024 Regnskap 2025 Vedtatt budsjett`; none if it is otherwise.

    And the words over the labels, which stand before the first of at least two such: `Virksomhet 2023 Regnskap 2022 Regnskap`.
    """
    heads: list[Head] = []
    first = _HEAD.search(text)
    year = ""
    at = first.start() if first else 0
    label = text[:at].strip(" |\t")
    for found in _HEAD.finditer(text):
        kind, between, at = found.lastgroup or "ukjent", text[at : found.start()], found.end()
        if (
            between.strip(" |\t")
            or (kind == "aar" and year)
            or (kind != "aar" and not year and kind not in (*_YEARLESS, "avvik", "prognose"))
        ):
            return [], ""
        if kind == "aar":
            year = found.group()
        elif year and kind not in _YEARLESS:
            heads.append(Head(kind, int(year), f"{year} {found.group().strip()}"))
            year = ""
        elif year:
            return [], ""
        else:
            heads.append(Head(kind, None, found.group().strip()))
    whole = not year and not text[at:].strip(" |\t") and sum(head.year is not None for head in heads) > bool(label)
    return (heads, label) if whole else ([], "")


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
