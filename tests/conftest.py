"""What holds for every test, whichever folder is run: its lane."""

from __future__ import annotations

import pytest

from lop import full_reason


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the full lane."""
    for item in items:
        if full_reason(item) and not item.get_closest_marker("full"):
            item.add_marker("full")
