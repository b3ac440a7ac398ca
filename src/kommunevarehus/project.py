"""Where the project's files are, and the errors a user can meet."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class WarehouseError(Exception):
    """A condition the user can act on; the message says what happened and what to do.

    `exit_code` is what the command ends with: 1 the build failed, 3 validation failed, 4 an edition could not be written, found
    or verified, 5 a query was refused, 6 all is done but report packages were left out, 7 SSB could not be reached or answered
    something else than was asked for.
    """

    exit_code = 1


class BuildError(WarehouseError):
    """The seeds are malformed or dbt stopped."""


class ValidationError(WarehouseError):
    """A Great Expectations rule failed, or could not be evaluated."""

    exit_code = 3


class EditionError(WarehouseError):
    """An edition could not be written, found or verified."""

    exit_code = 4


class QueryError(WarehouseError):
    """A query was refused by DuckDB."""

    exit_code = 5


class PackagesLeftOut(WarehouseError):  # noqa: N818  (what was asked for is done)
    """Everything is done, without the report packages that have a fault."""

    exit_code = 6


@dataclass(frozen=True)
class Project:
    """The paths of one checkout. Nothing outside `root` is read or written but what the environment, or `inn`, names."""

    root: Path
    inn: Path | None = None

    @classmethod
    def find(cls, start: Path | None = None, *, elsewhere: bool = False) -> Project:
        """Find the project from `start` (default: the working directory) upwards, or from KOMMUNEVAREHUS_ROOT.

        What only reads the project may be asked for `elsewhere`, outside it: then it is the one that this program belongs to.

        Raises:
            WarehouseError: no dbt_project.yml there or in any folder above.

        """
        named = os.environ.get("KOMMUNEVAREHUS_ROOT")
        first = Path(named) if named else (start or Path.cwd())
        belongs = [Path(__file__).resolve().parents[2]] if elsewhere and not named else []
        for folder in (first.resolve(), *first.resolve().parents, *belongs):
            if (folder / "dbt_project.yml").is_file():
                return cls(folder)
        raise WarehouseError(
            f"No dbt_project.yml in {first} or above it. Run the command inside the project's folder, or name it in KOMMUNEVAREHUS_ROOT."
        )

    @property
    def target(self) -> Path:
        """The folder of dbt's artefacts."""
        return self.root / "target"

    @property
    def database(self) -> Path:
        """The build database, which nobody but dbt writes."""
        return self.target / "kommunevarehus.duckdb"

    @property
    def landed(self) -> Path:
        """The folder that commands land files in, and that dbt reads them from: KOMMUNEVAREHUS_INN, or inn/ in the project."""
        return self.inn or self.root / (os.environ.get("KOMMUNEVAREHUS_INN", "").strip() or "inn")

    @property
    def bounds(self) -> dict[str, str | bool | int | float | list[str]]:
        """What DuckDB may take: KOMMUNEVAREHUS_MINNE, as the build; what has no room in that goes by way of the disk."""
        memory = os.environ.get("KOMMUNEVAREHUS_MINNE", "").strip() or "6GB"
        return {"memory_limit": memory, "temp_directory": str(self.target / "spill")}

    @property
    def store(self) -> Path:
        """The folder of published editions."""
        return Path(os.environ.get("KOMMUNEVAREHUS_LAGER", self.root / "lager"))
