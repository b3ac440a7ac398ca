"""Bring every catalogue up to date with the code: `make translations`.

A new language begins as an empty folder beside `en`, named by its code. The viewer does not use this file; it reads the catalogues.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).resolve().parent
APP = LOCALE.parent
PROJECT = "Kommunevarehus"
HEADER = f"""\
# The words of {PROJECT}'s viewer.
# msgid is Norwegian bokmål. Names in braces stand for what the viewer puts in, and have to be in the translation too.
# docs/oversettelse.md says how to translate."""
# What a catalogue says of itself that nobody has filled in, or that changes without a word having changed.
_NOISE = re.compile(r'"(POT-Creation-Date|Generated-By|[\w-]+: .*(FULL NAME|EMAIL@ADDRESS|YEAR-MO|LL@li|PROJECT VERSION))')


def path_of(code: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / code / "LC_MESSAGES" / "viewer.po"


def languages() -> list[str]:
    """The languages that have a folder, with or without a catalogue yet."""
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir() and path.name != "__pycache__")


def extracted() -> Catalog:
    """Every text of the viewer's code that is marked for translation."""
    catalogue = Catalog(project=PROJECT, header_comment=HEADER, charset="utf-8")
    found = extract_from_dir(str(APP), method_map=[("**.py", "python")], comment_tags=("NB:",), strip_comment_tags=True)
    for name, line, text, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalogue.add(text, locations=[(f"app/{name}", line)], auto_comments=comments, context=context)
    for message in catalogue:
        message.flags.discard("python-format")  # `%` is a per cent sign here
    return catalogue


def catalogue_of(code: str) -> Catalog:
    """A language's catalogue as it is in its file; an empty one if there is none."""
    path = path_of(code)
    if path.exists():
        with path.open("rb") as file:
            return read_po(file)
    locale = Locale.parse(code.replace("-", "_"))
    return Catalog(locale=locale, project=PROJECT, header_comment=HEADER, charset="utf-8", fuzzy=False)


def update(code: str) -> Catalog:
    """The language's catalogue with the code's texts in it: new ones empty, and what the code no longer says left out."""
    catalogue = catalogue_of(code)
    catalogue.update(extracted(), no_fuzzy_matching=True, update_header_comment=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        message.flags.discard("python-format")
    written = io.BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False, ignore_obsolete=True)
    path_of(code).parent.mkdir(parents=True, exist_ok=True)
    path_of(code).write_text(
        "".join(line for line in written.getvalue().decode().splitlines(keepends=True) if not _NOISE.match(line)), "utf-8"
    )
    return catalogue


def problems(catalogue: Catalog) -> list[str]:
    """What a translator has left to do, one line each: untranslated, uncertain, or with other names in braces than the original's."""
    lines = []
    for message in (message for message in catalogue if message.id):
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(texts) or (message.pluralizable and len(texts) != catalogue.num_plurals):
            lines.append(f"untranslated: {_first(message)}")
        elif message.fuzzy:
            lines.append(f"fuzzy: {_first(message)}")
        elif any(_braces(str(text)) != _braces(_first(message)) for text in texts):
            lines.append(f"other names in braces: {_first(message)}")
    return lines


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _braces(text: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}", text))


def main() -> int:
    """Update every language and print what is left to do in it."""
    for code in languages():
        catalogue = update(code)
        left = problems(catalogue)
        sys.stdout.write("\n  ".join([f"{code}: {len(catalogue)} texts, {len(left)} to do", *left]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
