"""The viewer on a real edition: built once a session from the checkout, published to a store of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Locator, Page

from kommunevarehus.pipeline import build
from kommunevarehus.project import Project
from kommunevarehus.publication import publish

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefakter"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one edition of this checkout."""
    folder = tmp_path_factory.mktemp("visning") / "lager"
    os.environ["KOMMUNEVAREHUS_LAGER"] = str(folder)
    try:
        project = Project(ROOT)
        build(project, echo=lambda _: None)
        publish(project)
    finally:
        del os.environ["KOMMUNEVAREHUS_LAGER"]
    return folder


@pytest.fixture
def edition(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a viewer that shows the store's edition. What is cached is cached by edition, so that it may stay."""
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(store))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(ROOT))
    monkeypatch.syspath_prepend(str(ROOT / "app"))
    return store


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a viewer where nothing has been published."""
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(tmp_path / "lager"))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(ROOT))
    monkeypatch.syspath_prepend(str(ROOT / "app"))
    st.cache_data.clear()
    st.cache_resource.clear()
    return tmp_path / "lager"


@pytest.fixture(scope="session")
def server(store: Path) -> Iterator[str]:
    """The address of a real Streamlit server on the store's edition."""
    with running(store) as address:
        yield address


@contextmanager
def running(store: Path, root: Path = ROOT) -> Iterator[str]:
    """A real Streamlit server on a store's current edition, and on the project that it builds: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"KOMMUNEVAREHUS_LAGER": str(store), "KOMMUNEVAREHUS_ROOT": str(root)}
    command = [sys.executable, "-m", "streamlit", "run", "app/server.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/_stcore/health", process)
            yield address
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the viewer's server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the viewer's server did not answer on {url}")


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """The system's Chromium; None leaves the choice to Playwright's own."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def lids(page: Page, name: str) -> Locator:
    """The lids with this name under the tables and charts of a page, in order; a click opens one, and another closes it."""
    return page.locator("[data-testid=stMain] [class*=st-key-bunn-] summary", has_text=name)
