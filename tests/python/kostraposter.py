"""KOSTRA records to write tests with, and small files that pass every control."""

from __future__ import annotations

from collections.abc import Iterable


def post(
    kontoklasse: str, hovedkode: object, underkode: object, belop: object, *, skjema: str = "0A", aar: object = 2024, kvartal: str = "",
    region: str = "465200", orgnr: str = "", foretaksnr: str = "",
) -> str:  # fmt: skip
    """A record of 48 characters."""
    return f"{skjema}{aar}{kvartal or ' '}{region}{orgnr:9}{foretaksnr:9}{kontoklasse}{hovedkode!s:<4}{underkode!s:<3}{belop!s:>9}"


def drift(skjema: str = "0A", **felt: object) -> list[str]:
    """Operating accounts in balance: with tax, general grant, depreciation and its counterpart."""
    k = "1" if skjema in ("0A", "0C") else "3"
    tjeneste = 400 if skjema in ("0C", "0K", "0P") else 202
    rader = [(tjeneste, "010", 1000), (tjeneste, "590", 50), (860, "990", -50)]
    if skjema in ("0A", "0C", "0M", "0P"):
        rader += [(800, "870", -600), (840, "800", -400)]
    else:
        rader += [(tjeneste, "620", -1000)]
    return [post(k, f, a, b, skjema=skjema, **felt) for f, a, b in rader]  # type: ignore[arg-type]


def investering(skjema: str = "0A", **felt: object) -> list[str]:
    """Investments in balance."""
    k = "0" if skjema in ("0A", "0C") else "4"
    tjeneste = 510 if skjema in ("0C", "0K", "0P") else 202
    tjeneste = 520 if tjeneste == 510 else tjeneste
    return [post(k, tjeneste, "230", 500, skjema=skjema, **felt), post(k, 870, "910", -500, skjema=skjema, **felt)]  # type: ignore[arg-type]


def balanse(skjema: str = "0B", **felt: object) -> list[str]:
    """A balance in balance, with memorandum accounts."""
    k = "2" if skjema in ("0B", "0D") else "5"
    rader = [(10, "320", 700), (27, "000", 300), (45 if felt.get("aar", 2024) == 2023 else 451, "200", -400), (56, "000", -600)]
    rader += [(9100, "000", 40), (9999, "000", -40)]
    return [post(k, f, a, b, skjema=skjema, **felt) for f, a, b in rader]  # type: ignore[arg-type]


def fil(poster: Iterable[str]) -> bytes:
    """The records as a file."""
    return "".join(f"{linje}\n" for linje in poster).encode("latin-1")
