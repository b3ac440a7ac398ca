"""JSON-stat 2 as SSB answers it, to Arrow: every allowed shape of index, value and status, and the status marks kept.

Source of the format: https://json-stat.org/full/ (version 2.0, class `dataset`). pyjstat and pxwebapi clients lose the marks, and take
seconds for a million cells; this takes less than one.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kommunevarehus.project import WarehouseError

# What stands in a cell instead of a number. A cell that has one of these has no value, whatever number the answer gives beside it.
MARKS_WITHOUT_VALUE = (".", "..", "...", "…", ":")
VALUE = pa.decimal128(18, 6)
# Many times what SSB allows in one extract: a size beyond it is a mistake, and not worth the memory.
MOST_CELLS = 50_000_000


class SsbError(WarehouseError):
    """SSB could not be reached, or answered something else than what was asked for. What had landed before stands."""

    exit_code = 10


@dataclass(frozen=True)
class Variable:
    """One variable of a table: its code, and its values' codes in order, with their labels and units where they have one."""

    code: str
    codes: list[str]
    labels: dict[str, str]
    units: dict[str, str]
    decimals: dict[str, int]


@dataclass(frozen=True)
class Dataset:
    """A JSON-stat dataset without its cells: which table, what it holds, and when SSB last changed it."""

    label: str
    updated: str
    variables: dict[str, Variable]

    @property
    def cells(self) -> int:
        """How many cells the dataset spans, empty ones counted."""
        return prod(len(variable.codes) for variable in self.variables.values())


def parse(raw: bytes) -> dict[str, Any]:
    """The JSON object of an answer.

    Raises:
        SsbError: it is no JSON, or no object, or has a name twice in one, or is SSB's own error in spite of its status 200.

    """
    try:
        document = json.loads(raw, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        start = raw[:60].decode("utf-8", "replace").strip().splitlines()
        page = " It looks like a web page." if raw.lstrip()[:1] == b"<" else ""
        raise SsbError(
            f"The answer is not JSON ({error.__class__.__name__}); it begins «{start[0] if start else ''}».{page} Try again later."
        ) from error
    if not isinstance(document, dict):
        raise SsbError("The answer is JSON, but no object. Expected a JSON-stat dataset.")
    if "class" not in document and "title" in document and ("status" in document or "type" in document):
        raise SsbError(f"SSB answers «{document['title']}».")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # of two values by one name JSON keeps the last, and nobody knows which of them is meant
    found = dict(pairs)
    if len(found) != len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise SsbError(f"The answer lists «{twice}» twice in one object. Expected each name once.")
    return found


def describe(document: dict[str, Any]) -> Dataset:
    """What a dataset holds, from its `id`, `size` and `dimension`.

    Raises:
        SsbError: a part that the format demands is not there, or does not agree with another.

    """
    if "class" not in document and isinstance(document.get("variables"), list):
        raise SsbError("The answer is a description as version 1 of the StatBank gives it. Expected version 2: correct --adresse.")
    try:
        if document.get("class", "dataset") != "dataset":
            raise SsbError(f"The answer is a JSON-stat «{document['class']}». Expected a dataset.")
        order, sizes = list(document["id"]), [int(size) for size in document["size"]]
        variables = {code: _variable(code, document["dimension"][code]) for code in order}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SsbError(
            f"The answer is no JSON-stat 2 dataset: {error.__class__.__name__} {error}. Expected id, size and dimension."
        ) from error
    if len(variables) != len(order) or {"value", "status"} & set(order):
        raise SsbError(f"The answer's variables are {', '.join(map(str, order))}. Expected names that are not taken.")
    if len(order) != len(sizes):
        raise SsbError(f"The answer names {len(order)} variables and {len(sizes)} sizes.")
    for (code, variable), size in zip(variables.items(), sizes, strict=True):
        if len(variable.codes) != size:
            raise SsbError(f"The answer says that {code} has {size} values, and lists {len(variable.codes)}.")
        if len(set(variable.codes)) != size:
            raise SsbError(f"The answer lists a value of {code} twice.")
    return Dataset(str(document.get("label", "")), str(document.get("updated") or ""), variables)


def _variable(code: str, dimension: dict[str, Any]) -> Variable:
    category = dimension["category"]
    labels = {str(key): str(label) for key, label in (category.get("label") or {}).items()}
    index = category.get("index")
    if index is None:  # allowed where there is one category
        codes = list(labels)
    elif isinstance(index, dict):
        codes = [str(key) for key, _ in sorted(index.items(), key=lambda item: int(item[1]))]
        if sorted(int(place) for place in index.values()) != list(range(len(codes))):
            raise ValueError(f"the index of {code} has gaps")
    else:
        codes = [str(key) for key in index if key is not None]
    units = {str(key): unit for key, unit in (category.get("unit") or {}).items() if isinstance(unit, dict)}
    return Variable(
        code,
        codes,
        labels,
        {key: str(unit.get("base") or "") for key, unit in units.items()},
        {key: int(unit["decimals"]) for key, unit in units.items() if unit.get("decimals") is not None},
    )


def decode(raw: bytes) -> tuple[Dataset, pa.Table]:
    """A dataset and its cells, long.

    Returns:
        The description, and one row a cell in the order of the answer: a column of codes for each variable (dictionary of strings, named as
        the variable), `value` decimal(18, 6), NULL where there is no number, and `status` string, SSB's mark as it stands, NULL where there
        is none.

    Raises:
        SsbError: the answer is no dataset, or has another number of cells than its size says.

    """
    document = parse(raw)
    dataset = describe(document)
    if (cells := dataset.cells) > MOST_CELLS:
        raise SsbError(f"The answer's size says {cells} cells, more than the {MOST_CELLS} that are read at once.")
    values, statuses = _values(document.get("value"), cells), _statuses(document.get("status"), cells)
    if statuses.null_count < cells:
        values = pc.if_else(pc.fill_null(pc.is_in(statuses, pa.array(MARKS_WITHOUT_VALUE)), False), pa.scalar(None, VALUE), values)
    columns: dict[str, pa.Array] = {}
    before, after = 1, cells
    for code, variable in dataset.variables.items():
        size = len(variable.codes)
        after = after // size if size else 0
        places = np.tile(np.repeat(np.arange(size, dtype=np.int32), after), before)
        columns[code] = pa.DictionaryArray.from_arrays(pa.array(places), pa.array(variable.codes, pa.string()))
        before *= size
    return dataset, pa.table({**columns, "value": values, "status": statuses})


def _values(value: Any, cells: int) -> pa.Array:
    if isinstance(value, list):
        if len(value) != cells:
            raise SsbError(f"The answer's size says {cells} cells, and it has {len(value)}.")
        dense = value
    elif isinstance(value, dict):
        dense = [None] * cells
        for place, number in value.items():
            dense[_place(place, cells, "value")] = number
    else:
        raise SsbError("The answer has no values. Expected a list, or a map from place to number.")
    try:
        if bool in set(map(type, dense)):
            raise SsbError("The answer has a value that is true or false. Expected numbers.")
        floats = pa.array(dense, pa.float64())
        return pc.cast(floats, VALUE)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as error:
        raise SsbError(f"The answer has a value that is no number of at most twelve digits: {error}.") from error


def _statuses(status: Any, cells: int) -> pa.Array:
    if status is None:
        return pa.nulls(cells, pa.string())
    if isinstance(status, str):
        return pa.array([status or None] * cells, pa.string())
    if isinstance(status, list):
        if len(status) not in (cells, 1):
            raise SsbError(f"The answer has {cells} cells, and {len(status)} status marks.")
        marks = status * (cells if len(status) == 1 else 1)
    elif isinstance(status, dict):
        marks = [None] * cells
        for place, mark in status.items():
            marks[_place(place, cells, "status")] = mark
    else:
        raise SsbError("The answer's status is neither a list, a map nor a text.")
    return pa.array([str(mark) if mark else None for mark in marks], pa.string())


def _place(place: str, cells: int, what: str) -> int:
    # one way to write a place, so that none is there twice
    if not place.isdecimal() or len(place) > len(str(cells)) or str(int(place)) != place or int(place) >= cells:
        raise SsbError(f"The answer has a {what} at place «{place}», outside its {cells} cells.")
    return int(place)
