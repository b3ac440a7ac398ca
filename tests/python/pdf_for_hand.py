"""PDF files made by hand: text at places on pages, with the boxes wanted, and encrypted if a password is given. No library writes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
# Widths of Helvetica in thousandths of the size, for what stands right-aligned.
DIGIT, SPACE, MINUS = 556, 278, 333
Text = tuple[float, float, str]  # x, y from the top, what stands there


def width(text: str, size: float) -> float:
    """How wide a number is in Helvetica, in points."""
    return sum({" ": SPACE, "-": MINUS, ",": SPACE}.get(sign, DIGIT) for sign in text) * size / 1000


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of the standard handler's second version."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def pdf(
    path: Path, pages: Sequence[Sequence[Text]], *, box: tuple[int, int] = (595, 842), crop: tuple[float, ...] = (), size: float = 10,
    password: str = "",
) -> None:  # fmt: skip
    """Write pages of text in Helvetica. `crop` is left, bottom, right, top. With a password, encrypted with 40 bits (ISO 32000, 7.6.3)."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    identity, limits = hashlib.md5(path.name.encode()).digest(), -44
    owner = rc4(hashlib.md5((password.encode() + PADDING)[:32]).digest()[:5], (password.encode() + PADDING)[:32])
    key = hashlib.md5((password.encode() + PADDING)[:32] + owner + limits.to_bytes(4, "little", signed=True) + identity).digest()[:5]
    for i, texts in enumerate(pages):
        cropped = f"/CropBox[{' '.join(map(str, crop))}]" if crop else ""
        boxes = f"/MediaBox[0 0 {box[0]} {box[1]}]{cropped}"
        objects.append(f"<</Type/Page/Parent 2 0 R{boxes}/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * i} 0 R>>".encode())
        content = b"BT /F %d Tf " % size
        for x, y, text in texts:
            content += b"1 0 0 1 %.2f %.2f Tm (%b) Tj " % (x, box[1] - y, re.sub(rb"([()\\])", rb"\\\1", text.encode("cp1252")))
        content += b"ET"
        if password:
            number = 5 + 2 * i
            content = rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\x00\x00").digest()[:10], content)
        objects.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content))
    more = b""
    if password:
        objects.append(b"<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P %d>>" % (owner.hex().encode(), rc4(key, PADDING).hex().encode(), limits))
        more = b"/Encrypt %d 0 R/ID[<%b><%b>]" % (len(objects), identity.hex().encode(), identity.hex().encode())
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size_of = len(objects) + 1
    body += b"xref\n0 %d\n%btrailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (size_of, table, size_of, more, len(body))
    path.write_bytes(body)


def page(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: float, edges: Sequence[float], size: float = 10
) -> list[Text]:
    """A printed table as texts on a page: labels at `left`, numbers with their right sides at `edges`, heads above them."""
    texts: list[Text] = [(left, 60, title)]
    texts += [(edge - 0.5 * size * len(head), 90, head) for head, edge in zip(heads, edges, strict=True)]
    for i, (label, *values) in enumerate(rows):
        y = 110 + 1.6 * size * i
        texts.append((left, y, label))
        texts += [(edge - width(value, size), y, value) for value, edge in zip(values, edges, strict=True) if value]
    return texts
