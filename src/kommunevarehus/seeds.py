"""The seeds as files, before dbt reads them: text that is UTF-8 and rows that have as many fields as the header.

What the columns should be called, and what their cells may say, dbt checks itself (macros/seedhoder.sql, macros/celler.sql,
tests/singular).
"""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from kommunevarehus.project import BuildError, Project


def check_seeds(project: Project) -> int:
    """Check every CSV below seeds/ and return how many there are.

    Raises:
        BuildError: one message a problem, naming file, row and column, what was expected and what to do.

    """
    paths = sorted((project.root / "seeds").rglob("*.csv"))
    problems = [problem for path in paths for problem in seed_problems(path, path.relative_to(project.root))]
    if problems:
        raise BuildError("The seeds cannot be loaded:\n" + "\n".join(f"  {problem}" for problem in problems))
    return len(paths)


def seed_problems(path: Path, name: Path) -> list[str]:
    """What is wrong with one CSV file, as sentences; empty if nothing is."""
    raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if not raw.strip():
        return [f"{name}, row 1: the file is empty. Expected a header and at least one row. Restore the file."]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        return [
            f"{name}, row {before.count(chr(10)) + 1}{_column(before)}: byte 0x{raw[error.start]:02x} is not UTF-8 (Latin-1 text?). "
            "Expected UTF-8. Save the file again as UTF-8."
        ]
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        return [f"{name}, row {row}: a NUL byte. Expected text. Remove it."]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    problems: list[str] = []
    header: list[str] = []
    try:
        header = next(reader)
        rows = 0
        for fields in reader:
            rows += 1
            if len(fields) != len(header):
                problems.append(
                    f"{name}, row {reader.line_num}: {len(fields)} fields, the last is «{fields[-1] if fields else ''}». "
                    f"Expected {len(header)}: {', '.join(header)}. Add or remove a comma, or quote a field that holds one."
                )
    except csv.Error as error:
        return [f"{name}, row {reader.line_num}: {error}. Expected CSV with commas and double quotes. Correct the row."]
    if not rows:
        problems.append(f"{name}, row 2: no rows below the header. Expected at least one. Restore the file.")
    return problems


def _column(before: str) -> str:
    """The column that the next character belongs to, past commas inside quotes; empty if there is no telling."""
    try:
        read = list(csv.reader(io.StringIO(before + "?", newline="")))
    except csv.Error:
        return ""
    header, column = read[0], len(read[-1])
    return f", column {column}" + (f" ({header[column - 1]})" if len(read) > 1 and column <= len(header) else "")
