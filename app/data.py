"""The only module that touches DuckDB: the current edition's database, attached read-only, so that memory holds what is asked for.

The pages' values reach SQL as bound parameters only. Once the edition is attached, the connection has no access to other files or to
extensions, and its configuration is locked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from kommunevarehus.editions import Edition, Store
from kommunevarehus.project import EditionError, Project
from language import _

_PINNED = "utgaven_som_vises"
_MEMORY = "200MB"  # of the database; the largest question of a page takes a fraction of it
_READ: set[str] = set()


def begin() -> None:
    """Choose the edition for this run of the page: a page shows one edition, also if another is published meanwhile.

    Raises:
        EditionError: none has been published, or the link points nowhere.

    """
    st.session_state.pop(_PINNED, None)
    path = st.session_state[_PINNED] = str(current_edition().path)
    if path not in _READ:
        with st.spinner(_("Leser utgaven …")):
            _database(path)
        _READ.add(path)


def preload() -> None:
    """Read the current edition before anybody asks for it; if there is none to read, the first reader is told."""
    with suppress(EditionError):
        path = str(Store(Project.find().store).require_current().path)
        _database(path)
        _READ.add(path)


def current_edition() -> Edition:
    """The edition to show: the one this run began with, otherwise the one that is current now.

    Raises:
        EditionError: none has been published, or the link points nowhere.

    """
    pinned = st.session_state.get(_PINNED)
    return Edition(Path(pinned)) if pinned else Store(Project.find().store).require_current()


def rows(sql: str, *parameters: Any) -> pd.DataFrame:
    """The rows of a query on the current edition; decimals stay Decimal.

    Raises:
        EditionError: there is no whole edition, or it is older than the question.

    """
    return _rows(str(current_edition().path), sql, parameters).copy(deep=False)  # pandas copies a column when it is written to


def named_rows(sql: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a query whose parameters have names, `$kommune`; those that it does not have are left out.

    Raises:
        EditionError: as for `rows`.

    """
    names = [name for name in parameters if re.search(rf"\${name}\b", sql)]
    numbered = re.sub(r"\$([a-z]+)\b", lambda found: f"${names.index(found[1]) + 1}" if found[1] in names else found[0], sql)
    return rows(numbered, *(parameters[name] for name in names))


def first(sql: str, *parameters: Any) -> dict[str, Any]:
    """The first row of a query, by column name; empty if there is none."""
    frame = rows(sql, *parameters)
    return {} if frame.empty else {str(name): value for name, value in frame.iloc[0].items()}


def place_names() -> set[str]:
    """The first words of the municipalities' names."""
    return set(rows("select distinct split_part(navn, ' ', 1) as ord from marts.dim_enhet where type = 'kommune'").ord)


def translations(language: str) -> Mapping[str, str]:
    """The words of the data in a language, by the word as it stands there; none without an edition that has them."""
    try:
        return _translations(str(current_edition().path), language)
    except EditionError:
        return {}


@lru_cache(maxsize=16)
def _translations(path: str, language: str) -> Mapping[str, str]:
    words = _rows(path, "select tekst, oversettelse from marts.dim_oversettelse where sprak = ?", (language,))
    return dict(zip(words.tekst, words.oversettelse, strict=True))


def manifest() -> dict[str, Any]:
    """The current edition's datapackage.json."""
    return _manifest(str(current_edition().path))


@st.cache_resource(show_spinner=False, max_entries=4)
def _manifest(path: str) -> dict[str, Any]:
    return Edition(Path(path)).manifest


@st.cache_resource(show_spinner=False, max_entries=2000)
def _rows(path: str, sql: str, parameters: tuple[Any, ...]) -> pd.DataFrame:
    try:
        with _database(path).cursor() as cursor:
            cursor.execute("begin transaction read only")
            frame: pd.DataFrame = cursor.execute(sql, list(parameters)).to_arrow_table().to_pandas()
            # Python's own strings: pandas' Arrow strings cost several times as much to go through, and a page goes through all of them.
            frame = frame.astype({name: object for name, kind in frame.dtypes.items() if kind == "str"})
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise EditionError(_("Utgaven er publisert med en eldre versjon av varehuset og mangler tall som denne siden viser.")) from error
    return frame


@st.cache_resource(show_spinner=False, max_entries=2)
def _database(path: str) -> duckdb.DuckDBPyConnection:
    """The edition's own file, opened to be read: each edition has a path of its own and is never changed.

    Raises:
        EditionError: a file is missing or is not what was published.

    """
    edition = Edition(Path(path))
    if problems := edition.problems():
        raise EditionError(_("Utgaven {utgave} er skadet: {feil}.").format(utgave=edition.id, feil="; ".join(problems)))
    try:
        connection = duckdb.connect(str(edition.database), read_only=True, config={"threads": 2, "memory_limit": _MEMORY})
    except duckdb.Error as error:
        raise EditionError(_("Utgaven {utgave} er skadet: {feil}.").format(utgave=edition.id, feil=error)) from error
    for setting in ("temp_directory = ''", "enable_external_access = false", "lock_configuration = true"):
        connection.execute(f"set {setting}")
    return connection
