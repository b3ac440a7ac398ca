"""Several at once: publishers at the same moment, and a build and a publication under an open viewer and ten analysts."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from kommunevarehus.editions import Store
from kommunevarehus.project import Project
from robusthet.hus import BIN, House, environment, leftovers, run, start, viewer_server, wrong_with

READY_THEN_PUBLISH = """
import sys
from kommunevarehus import cli, publication
print("ready", flush=True)
sys.stdin.readline()
cli.main()
"""


def child(lines: str, project: Project, store: Store, *arguments: str) -> subprocess.Popen[str]:
    """A few lines of Python as a process that is spoken to; it has begun when it has said a line."""
    process = subprocess.Popen(
        [str(BIN / "python"), "-c", lines, *arguments],
        env=environment(project, store),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("waiting", ["0", "300"])
@pytest.mark.parametrize("number", [2, 4])
def test_of_publishers_at_the_same_moment_one_wins_and_the_others_wait_or_are_refused(
    number: int, waiting: str, store: Store, houses: Mapping[str, House], tallies: dict[str, Counter[str]]
) -> None:
    before = [edition.id for edition in store.editions()]
    projects = itertools.islice(itertools.cycle(house.project for house in houses.values()), number)
    publishers = [child(READY_THEN_PUBLISH, project, store, "publish", "--force", "--wait", waiting) for project in projects]
    for publisher in publishers:
        assert publisher.stdin is not None
        publisher.stdin.write("\n")
        publisher.stdin.flush()
    said = [publisher.communicate() for publisher in publishers]

    published = [out.split()[1] for (out, _), publisher in zip(said, publishers, strict=True) if publisher.returncode == 0]
    refusals = [error for (_, error), publisher in zip(said, publishers, strict=True) if publisher.returncode != 0]
    assert [publisher.returncode for publisher in publishers if publisher.returncode not in (0, 4)] == [], said
    assert len(published) == number if waiting != "0" else 1 <= len(published) < number, said
    owners = {f"{publisher.pid}" for publisher in publishers}
    for refusal in refusals:
        found = re.search(r"Another process is publishing \(owner: pid (\d+) on .+ since .+ UTC, \d+ seconds ago\)", refusal)
        assert found and found[1] in owners, refusal

    assert [edition.id for edition in store.editions()] == before + sorted(published)
    assert store.require_current().id == max(published)
    assert [problem for edition in store.editions() for problem in wrong_with(edition.path, houses)] == []
    assert wrong_with(store.root / "gjeldende", houses) == []
    assert leftovers(store) == []
    tallies.setdefault("publishers at the same moment", Counter()).update({"published": len(published), "refused": len(refusals)})


ANALYST = """
import json, select, sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True, config={"threads": 1}) as connection:
    answers = set()
    print("ready", flush=True)
    queries = 0
    while not select.select([sys.stdin], [], [], 1)[0]:
        queries += 1
        answers.add(connection.execute(
            "select (select utgave_id from kvalitet.utgave), (select count(*) from kvalitet.kildecelle), "
            "(select sum(belop_mill_kr)::varchar from marts.fct_belop)").fetchall()[0])
print(json.dumps([queries, sorted(answers)]))
"""


class Viewer:
    """A manager's open viewer: one session with the server, as the browser holds it."""

    def __init__(self, socket: ClientConnection) -> None:
        """`socket` is the session's WebSocket."""
        self.socket = socket

    def interact(self) -> str:
        """What a click does: run the page again. Returns the edition that the page says it shows."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        self.socket.send(message.SerializeToString())
        shown = b""
        while True:
            received = self.socket.recv(timeout=120)
            assert isinstance(received, bytes)
            shown += received
            answer = ForwardMsg.FromString(received)
            if answer.WhichOneof("type") == "script_finished":
                assert answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                (edition,) = re.findall(rb"Utgave (\d+T\d+Z-[0-9a-f]{12})", shown)
                return edition.decode()


@contextmanager
def open_viewer(store: Store) -> Iterator[Viewer]:
    """A viewer's server, and a session with it."""
    with (
        viewer_server(store) as port,
        connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket,  # type: ignore[list-item]
    ):
        yield Viewer(socket)


def test_a_build_and_a_publication_go_on_under_an_open_viewer_and_ten_analysts(scratch: Project, tallies: dict[str, Counter[str]]) -> None:
    """The real warehouse: nobody waits for anybody, what is open stays the edition it was, and the viewer goes on to the new one."""
    store = Store(scratch.store)
    first = store.require_current()
    tally = tallies.setdefault("under a build and a publication of the real warehouse", Counter())
    analysts = [child(ANALYST, scratch, store, str(store.root / "gjeldende" / "kommunevarehus.duckdb")) for _ in range(10)]
    with open_viewer(store) as viewer:
        assert viewer.interact() == first.id
        build = start([str(BIN / "kommunevarehus"), "build", "--force"], scratch, store)
        while build.poll() is None:
            assert viewer.interact() == first.id
            tally["pages shown"] += 1
            time.sleep(0.5)
        assert build.returncode == 0, build.communicate()[0]
        build.communicate()
        done = run(scratch, store, "publish", "--force")
        assert done.returncode == 0, done.stderr
        second = store.require_current()
        assert second.id > first.id
        assert viewer.interact() == second.id
    reports = [json.loads(analyst.communicate()[0]) for analyst in analysts]
    assert [analyst.returncode for analyst in analysts] == [0] * 10
    for queries, answers in reports:
        assert queries > 0
        assert len(answers) == 1
        assert answers[0][0] == first.id
        tally["queries answered"] += queries
    tally["errors"] += 0
    assert tally["pages shown"] > 0
