"""A KOSTRA accounting file as SSB gets it: records of 48 characters in ISO-8859-1, read in bounded memory, whatever the bytes are.

The layout is that of SSB's file description: skjema 1-2, aargang 3-6, kvartal 7, region 8-13, orgnr 14-22, foretaksnr 23-31, kontoklasse 32,
funksjon or kapittel 33-36, art or sektor 37-39, belop 40-48.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

WIDTH = 48
HEADER = 31
CHUNK = 16 << 20
SCHEMA = pa.schema([("linje", pa.int32()), ("raalinje", pa.string())])
# Faults and distinct headers that are kept; more of them are only counted.
MOST = 1_000
_LONGEST = 1 << 16
_LF, _CR, _TAB = 10, 13, 9


@dataclass(frozen=True)
class Delivery:
    """What a file is filed as: the fields that all its records have. `kvartal` is blank for a year; `orgnr` and `foretaksnr` may be."""

    skjema: str
    aargang: str
    kvartal: str
    region: str
    orgnr: str = ""
    foretaksnr: str = ""

    @classmethod
    def of_header(cls, header: bytes) -> Delivery:
        """The fields of the first 31 characters of a record."""
        text = header.decode("latin-1")
        fields = text[:2], text[2:6], text[6], text[7:13], text[13:22], text[22:31]
        return cls(*(field.strip(" ") for field in fields))

    @property
    def aar(self) -> int:
        """The year."""
        return int(self.aargang)

    @property
    def quarter(self) -> int:
        """The quarter, 0 for a year."""
        return int(self.kvartal or 0)

    def faults(self, forms: frozenset[str]) -> list[tuple[str, str]]:
        """Why no file can be filed as this: the number of a control, and what to correct, in Norwegian."""
        quarterly = self.kvartal != "" and self.skjema not in ("0A", "0B", "0C", "0D")
        known = ", ".join(sorted(forms))
        return [
            (control, f"{message}, eller si hva filen er levert som. Andre kontroller kan ikke kjøres før det.")
            for wrong, control, message in (
                (self.skjema not in forms, "003", f"Skjema «{self.skjema}» finnes ikke. Rett det til ett av {known}"),
                (not re.fullmatch("(19|20)[0-9]{2}", self.aargang, re.ASCII), "004", f"Årgang «{self.aargang}» er ikke et år. Rett den"),
                (
                    not re.fullmatch("[1-4]?", self.kvartal, re.ASCII) or (quarterly and self.skjema in forms),
                    "005",
                    f"Kvartal «{self.kvartal}» kan ikke leveres i skjema {self.skjema}. Rett det til blankt for et år",
                ),
                (not re.fullmatch("[0-9]{6}", self.region, re.ASCII), "006", f"Region «{self.region}» er ikke seks sifre. Rett den"),
            )
            if wrong
        ]

    def __str__(self) -> str:
        """As a person would say it."""
        parts = [self.skjema, self.aargang, f"{self.kvartal}. kvartal" if self.kvartal else "", f"region {self.region}"]
        return " ".join(part for part in [*parts, f"orgnr {self.orgnr}" if self.orgnr else ""] if part)


@dataclass(frozen=True)
class LineFault:
    """A line that is no record: what it has, in words. Such a file is read no further (control 001)."""

    linje: int
    hva: str


@dataclass(frozen=True)
class Scan:
    """What one pass over a file's bytes finds. `fault_count` counts all faults, `faults` has the first of them."""

    path: Path
    sha256: str
    lines: int
    fault_count: int
    faults: tuple[LineFault, ...]
    delivery: Delivery | None


def scan(path: Path, forms: frozenset[str]) -> Scan:
    """Read a file once: its SHA-256, its lines, those of them that are no records, and what most of the records say they are filed as.

    Raises:
        OSError: the file cannot be read.

    """
    digest, faults, count, lines = hashlib.sha256(), list[LineFault](), 0, 0
    headers: Counter[bytes] = Counter()
    with path.open("rb") as handle:
        wide = handle.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        handle.seek(0)
        for part in _parts(handle, digest):
            bad = part.bad()
            count += len(bad)
            faults += [LineFault(lines + 1 + int(index), part.says(int(index))) for index in bad[: MOST - len(faults)]]
            if not count and len(headers) < MOST:
                headers.update(_headers(part.records()))
            lines += len(part.starts)
    if wide:
        count, faults = 1, [LineFault(1, "UTF-16-tekst, ikke ISO-8859-1")]
    elif not lines:
        count, faults = 1, [LineFault(1, "ingen poster: filen er tom")]
    delivery = None if count else _most(headers, forms)
    return Scan(path, digest.hexdigest(), lines, count, tuple(faults), delivery)


def batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The records of a file without faults: `linje` from 1, `raalinje` of 48 characters."""
    first = 1
    with path.open("rb") as handle:
        for part in _parts(handle, hashlib.sha256()):
            records = part.records()
            yield pa.record_batch([pa.array(np.arange(first, first + len(records), dtype=np.int32)), _strings(records)], SCHEMA)
            first += len(records)


@dataclass(frozen=True)
class _Part:
    """Whole lines of a file: where each begins in `data` and how many characters it has, without its line break."""

    data: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray

    def bad(self) -> np.ndarray:
        """The indexes of the lines that are no records."""
        wrong = self.lengths != WIDTH
        tabs = np.flatnonzero(self.data == _TAB)
        if len(tabs):
            wrong[np.searchsorted(self.starts, tabs, side="right") - 1] = True
        return np.flatnonzero(wrong)

    def says(self, index: int) -> str:
        """What is wrong with a line."""
        length = int(self.lengths[index])
        start = int(self.starts[index])
        if (self.data[start : start + max(length, 0)] == _TAB).any():
            return f"tabulator og {length} tegn"
        return f"{length} tegn" if length else "ingen tegn: den er tom"

    def records(self) -> np.ndarray:
        """The records as a matrix of bytes, a row each."""
        step = int(self.starts[1]) if len(self.starts) > 1 else WIDTH
        if len(self.starts) > 1 and len(self.data) == len(self.starts) * step and bool((np.diff(self.starts) == step).all()):
            return self.data.reshape(-1, step)[:, :WIDTH]
        return self.data[self.starts[:, None] + np.arange(WIDTH)]


def _parts(handle: BinaryIO, digest: hashlib._Hash) -> Iterator[_Part]:
    """A file in parts of whole lines. Of a line longer than `_LONGEST`, which is no record, only the length is kept."""
    rest, dropped = b"", 0
    first = True
    while block := handle.read(CHUNK):
        digest.update(block)
        if first:
            block, first = block.removeprefix(codecs.BOM_UTF8), False
        data = rest + block
        end = data.rfind(b"\n") + 1
        if end:
            yield _lines(data[:end], dropped)
            dropped = 0
        rest = data[end:]
        if len(rest) > _LONGEST:
            dropped, rest = dropped + len(rest), b""
    if rest or dropped:
        yield _lines(rest + b"\n", dropped)


def _lines(data: bytes, dropped: int) -> _Part:
    bytes_ = np.frombuffer(data, dtype=np.uint8)
    breaks = np.flatnonzero(bytes_ == _LF)
    starts = np.concatenate(([0], breaks[:-1] + 1))
    lengths = breaks - starts
    returns = (lengths > 0) & (bytes_[np.maximum(breaks - 1, 0)] == _CR)
    lengths = lengths - returns
    lengths[0] += dropped
    return _Part(bytes_, starts, lengths)


def _headers(records: np.ndarray) -> Counter[bytes]:
    """How many records have each header."""
    headers = records[:, :HEADER]
    if bool((headers == headers[0]).all()):
        return Counter({headers[0].tobytes(): len(headers)})
    found, counts = np.unique(np.ascontiguousarray(headers).view(f"V{HEADER}").ravel(), return_counts=True)
    return Counter({header.tobytes(): int(count) for header, count in zip(found, counts, strict=True)})


def _most(headers: Counter[bytes], forms: frozenset[str]) -> Delivery:
    """What most records are filed as, of those that can be filed; of all, if none can."""
    deliveries: Counter[Delivery] = Counter()
    for header, count in headers.items():
        deliveries[Delivery.of_header(header)] += count
    possible = Counter({delivery: count for delivery, count in deliveries.items() if not delivery.faults(forms)})
    return (possible or deliveries).most_common(1)[0][0]


def _strings(records: np.ndarray) -> pa.Array:
    """Rows of Latin-1 bytes as strings."""
    data = np.ascontiguousarray(records)
    offsets = np.arange(len(records) + 1, dtype=np.int32) * WIDTH
    content = data.tobytes()
    if not content.isascii():
        offsets[1:] += np.cumsum((data >= 0x80).sum(axis=1, dtype=np.int32), dtype=np.int32)
        content = content.decode("latin-1").encode("utf-8")
    return pa.StringArray.from_buffers(len(records), pa.py_buffer(offsets), pa.py_buffer(content))
