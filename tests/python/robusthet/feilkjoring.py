"""Run `kommunevarehus` with one fault in it, as a child process of the tests: `python feilkjoring.py FAULT NUMBER LAGER publish --force`.

From the moment the store is touched, every operation on its files is counted (Python's audit events, and fsync). FAULT is what
happens instead of operation NUMBER:

- `drap`: the process is killed by SIGKILL;
- `stans`: the process is stopped by SIGSTOP, holding what it holds;
- `ENOSPC`, `EACCES`, `EIO` …: the operation fails with that error;
- `tell`: nothing; the operations are printed, one a line, on standard error after the run;
- `klokke`: nothing is counted; the clock is NUMBER days from now;
- `bruker`: nothing is counted; the command is run by the user NUMBER, who is nobody here.
"""

from __future__ import annotations

import atexit
import datetime as dt
import errno
import os
import signal
import sys
import types
from pathlib import Path
from typing import Any

OPERATIONS = {
    "open",
    "os.mkdir",
    "os.chmod",
    "os.utime",
    "os.rename",
    "os.symlink",
    "os.remove",
    "os.rmdir",
    "shutil.copyfile",
    "shutil.rmtree",
}


class Fault:
    """The counter, and what happens when it reaches its number."""

    def __init__(self, kind: str, number: int, store: Path) -> None:
        """`kind` is one of the module's faults."""
        self.kind, self.number, self.store = kind, number, str(store)
        self.seen: list[str] = []

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by the interpreter before each operation; relative names are shutil.rmtree's, inside the folder it removes."""
        if event not in OPERATIONS or not arguments or not isinstance(arguments[0], str | os.PathLike):
            return
        path = os.fspath(arguments[0])
        if path.startswith(self.store) or (self.seen and not path.startswith("/")):
            self.count(event, path)

    def count(self, operation: str, path: str) -> None:
        """Count one operation on the store."""
        self.seen.append(f"{operation} {path.removeprefix(self.store)}")
        if len(self.seen) != self.number or self.kind == "tell":
            return
        if self.kind == "drap":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.kind == "stans":
            os.kill(os.getpid(), signal.SIGSTOP)
            return
        code = getattr(errno, self.kind)
        raise OSError(code, os.strerror(code), path)

    def watch(self) -> None:
        """Begin."""
        fsync = os.fsync

        def counted(descriptor: int) -> None:
            if self.seen:
                self.count("os.fsync", str(Path(f"/proc/self/fd/{descriptor}").readlink()))
            fsync(descriptor)

        os.fsync = counted
        sys.addaudithook(self.audit)
        if self.kind == "tell":
            atexit.register(lambda: sys.stderr.write("\n".join(self.seen) + "\n"))


def shift_clock(days: int) -> None:
    """Let the store believe it is another day."""
    from kommunevarehus import editions  # noqa: PLC0415

    class Shifted(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime.now(tz) + dt.timedelta(days=days)

    editions.dt = types.SimpleNamespace(datetime=Shifted, UTC=dt.UTC, timedelta=dt.timedelta)


def become(user: int) -> None:
    """Give up being root for good, for the rest of the process; what was loaded before is loaded, wherever it lies."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def main() -> None:
    """Set the fault up and run the command."""
    kind, number, store, *arguments = sys.argv[1:]
    from kommunevarehus import cli, comparison, publication, query  # noqa: F401, PLC0415

    if kind == "klokke":
        shift_clock(int(number))
    elif kind == "bruker":
        become(int(number))
    else:
        Fault(kind, int(number), Path(store)).watch()
    sys.argv = ["kommunevarehus", *arguments]
    cli.main()


main()
