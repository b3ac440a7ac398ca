"""Whatever stops a publisher, the current edition stays whole and readable, and the next publisher succeeds and clears up.

Every fault is put into a real child process running the real command. After each, every visible edition is opened and read as a
reader would, through the link too; what was published before must still be there; then an undisturbed publisher must succeed and leave
nothing behind.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from varehus import age, remove, snapshot

from kommunevarehus.editions import MANIFEST, REPORT, Edition, Store
from kommunevarehus.files import file_sha256
from kommunevarehus.pipeline import build
from kommunevarehus.project import EditionError, Project, ValidationError
from kommunevarehus.publication import publish
from robusthet.hus import (
    BIN,
    HERE,
    ROOT,
    ROWS,
    Done,
    House,
    leftovers,
    run,
    run_program,
    set_generation,
    start,
    wrong_with,
)

SEED = 20261123
KILLS = 50
KEEP = 3


@dataclass
class Watch:
    """What the store held before a fault, and the questions to ask after it."""

    store: Store
    houses: Mapping[str, House]
    faults: Counter[str]

    def __post_init__(self) -> None:  # noqa: D105
        self.note()

    def note(self) -> None:
        """Remember what there is now, and let it be old enough to be pruned by count."""
        age(self.store)
        self.current = self.store.require_current().id
        self.known = [edition.id for edition in self.store.editions()]

    def check(self, kind: str, *, may_publish: bool = False) -> None:
        """Count the fault, and require that it lost nothing. `may_publish`: the fault may have come after the swap."""
        self.faults[kind] += 1
        visible = [edition.id for edition in self.store.editions()]
        wrong = [problem for edition in self.store.editions() for problem in wrong_with(edition.path, self.houses)]
        wrong += wrong_with(self.store.root / "gjeldende", self.houses)
        gone = [known for known in self.known if known not in visible]
        if gone and (self.known[: len(gone)] != gone or len(visible) < KEEP):  # all but the oldest, which a publisher may prune
            wrong.append(f"gone: {gone}")
        current = self.store.current()
        if current is None or (current.id != self.current and not (may_publish and current.id > max(self.known))):
            wrong.append(f"the current edition was {self.current} and is {current}")
        self.faults["editions lost"] += bool(wrong)
        assert not wrong

    def recover(self, house: House) -> None:
        """An undisturbed publisher succeeds, becomes current and removes what the fault left."""
        age(self.store)
        edition = publish(house.project, force=True, keep=KEEP).edition
        assert self.store.require_current().id == edition.id == max(known.id for known in self.store.editions())
        assert wrong_with(self.store.root / "gjeldende", self.houses) == []
        assert leftovers(self.store) == []
        assert len(self.store.editions()) <= KEEP
        self.note()


@pytest.fixture
def watch(store: Store, houses: Mapping[str, House], faults: Counter[str]) -> Watch:
    return Watch(store, houses, faults)


def publisher(house: House, store: Store) -> subprocess.Popen[str]:
    return start([str(BIN / "kommunevarehus"), "publish", "--force", "--keep", str(KEEP)], house.project, store)


def fault_command(store: Store, fault: str, number: int, *arguments: str) -> list[str]:
    """The command with one fault, see feilkjoring.py."""
    chosen = arguments or ("publish", "--force", "--keep", str(KEEP))
    return [sys.executable, str(HERE / "feilkjoring.py"), fault, str(number), str(store.root), *chosen]


def faulty(house: House, store: Store, fault: str, number: int, *arguments: str) -> Done:
    """Run the command with one fault."""
    return run_program(fault_command(store, fault, number, *arguments), house.project, store)


def refused(done: Done, *words: str) -> None:
    """The command ended with a message for a person and the status for trouble with an edition."""
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for word in ("Error:", *words):
        assert word in done.stderr


# SIGKILL


def wait_for_lock(process: subprocess.Popen[str], store: Store) -> float:
    """The moment the child holds the store, seen in the lock file."""
    mine = f"pid {process.pid} on"
    while process.poll() is None:
        if (store.root / ".las").read_text("utf-8").startswith(mine):
            return time.monotonic()
        time.sleep(0.001)
    raise AssertionError("the publisher ended without having held the store")


def duration(house: House, store: Store) -> float:
    """How long an undisturbed child holds the store."""
    process = publisher(house, store)
    began = wait_for_lock(process, store)
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - began


def test_a_publisher_killed_at_any_moment_loses_nothing(watch: Watch, house: House) -> None:
    chance = random.Random(SEED)
    typical = statistics.median(duration(house, watch.store) for _ in range(3))
    watch.recover(house)
    killed = 0
    for attempt in range(3 * KILLS):
        process = publisher(house, watch.store)
        began = wait_for_lock(process, watch.store)
        moment = began + typical * (attempt % KILLS + chance.random()) / KILLS  # a random one in each of 50 parts of the protocol
        time.sleep(max(0.0, moment - time.monotonic()))
        process.kill()
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            watch.check("SIGKILL of the publisher, at a random moment", may_publish=True)
            killed += 1
        watch.note()
        watch.recover(house)
        if killed == KILLS:
            break
    assert killed == KILLS


def operations(house: House, store: Store) -> list[str]:
    """What an undisturbed publisher does with the store's files, in order."""
    told = faulty(house, store, "tell", 0)
    assert told.returncode == 0, told.stderr
    return told.stderr.splitlines()


def chosen(found: list[str], number: int) -> list[int]:
    """Which operations to stop at: each that renames, links, makes or removes; and others by chance. Numbered from 1."""
    decisive = [
        i for i, operation in enumerate(found, 1) if operation.split()[0] in {"os.rename", "os.symlink", "os.mkdir", "shutil.rmtree"}
    ]
    others = [i for i in range(1, len(found) + 1) if i not in decisive]
    return sorted({*decisive, *random.Random(SEED).sample(others, number)})


def test_a_publisher_killed_before_any_of_its_steps_loses_nothing(watch: Watch, house: House) -> None:
    watch.recover(house)
    found = operations(house, watch.store)
    watch.note()
    for number in chosen(found, 15):
        assert faulty(house, watch.store, "drap", number).returncode == -signal.SIGKILL
        watch.check("SIGKILL of the publisher, before one of its file operations", may_publish=True)
        watch.note()
        watch.recover(house)


def test_the_lock_of_a_killed_owner_is_taken_over_at_once(watch: Watch, house: House) -> None:
    """A publisher that hangs half way keeps the others out, who are told which it is and for how long; killed, it lets the next in."""
    found = operations(house, watch.store)
    watch.note()
    half_way = next(number for number, operation in enumerate(found, 1) if operation.startswith("os.mkdir /utgaver/.tmp-")) + 2
    command = [str(BIN / "kommunevarehus"), "publish", "--force", "--wait"]
    owner = start(fault_command(watch.store, "stans", half_way, "publish", "--force"), house.project, watch.store)
    os.waitid(os.P_PID, owner.pid, os.WSTOPPED)
    assert leftovers(watch.store) == [f".tmp-{owner.pid}"]
    refused(run_program([*command, "0"], house.project, watch.store), f"owner: pid {owner.pid} on ", " seconds ago")
    waiting = start([*command, "600"], house.project, watch.store)
    time.sleep(1.5)
    assert waiting.poll() is None
    watch.check("a publisher that hung, and kept the others out")
    owner.kill()
    killed = time.monotonic()
    assert wait_for_lock(waiting, watch.store) - killed < 5
    said, _ = waiting.communicate()
    owner.communicate()
    assert waiting.returncode == 0, said
    watch.check("SIGKILL of a publisher that hung while another waited", may_publish=True)
    watch.note()
    watch.recover(house)


# A full disk, and other errors of the operating system


def test_an_error_in_any_operation_is_a_message_and_loses_nothing(watch: Watch, house: House) -> None:
    watch.recover(house)
    found = operations(house, watch.store)
    watch.note()
    for turn, number in enumerate(chosen(found, 15)):
        fault = ("ENOSPC", "EACCES", "EIO")[turn % 3]
        done = faulty(house, watch.store, fault, number)
        if done.returncode != 0:  # an operation that does not matter, such as asking whether something is there, may go well without
            refused(done)
        watch.check(f"{fault} from one of the publisher's file operations", may_publish=True)
        watch.note()
        watch.recover(house)


@pytest.mark.parametrize("share", [0, 0.0001, 0.02, 0.3, 0.7, 0.95])
def test_a_file_that_cannot_grow_is_a_message_and_loses_nothing(watch: Watch, house: House, share: float) -> None:
    limit = int(share * watch.store.require_current().database.stat().st_size)
    done = run(
        house.project,
        watch.store,
        "publish",
        "--force",
        before_exec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    refused(done)
    watch.check("a file that could not grow (RLIMIT_FSIZE)")
    watch.recover(house)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"a small file system can only be mounted by root ({mounted.stderr.strip()}); RLIMIT_FSIZE and ENOSPC are tried anyway")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_a_message_and_loses_nothing(
    small_disk: Path, house: House, houses: Mapping[str, House], faults: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(small_disk / "lager"))
    publish(house.project)
    watch = Watch(Store(small_disk / "lager"), houses, faults)
    edition_size = shutil.disk_usage(small_disk).used
    filler = small_disk / "fyll"
    for tenths in range(10):
        watch.note()
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(b"x" * (free - edition_size * tenths // 10))
        done = run(house.project, watch.store, "publish", "--force", "--keep", "1")
        refused(done)
        watch.check("a full disk (tmpfs)")
        filler.unlink()
        publish(house.project, force=True, keep=1, grace=0)
        assert leftovers(watch.store) == []
        assert wrong_with(watch.store.root / "gjeldende", houses) == []


def test_a_disk_filled_by_a_killed_publisher_is_cleared_by_the_next(
    small_disk: Path, house: House, houses: Mapping[str, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a byte is free, also not for the note of who holds the lock."""
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(small_disk / "lager"))
    publish(house.project)
    store = Store(small_disk / "lager")
    (store.root / ".las").unlink()
    left = store.root / "utgaver" / ".tmp-4242"
    left.mkdir()
    (left / "fyll").write_bytes(b"x" * shutil.disk_usage(small_disk).free)
    assert shutil.disk_usage(small_disk).free == 0
    done = run(house.project, store, "publish", "--force")
    assert done.returncode == 0, done.stderr
    assert leftovers(store) == []
    assert wrong_with(store.root / "gjeldende", houses) == []


# Permissions


def without_privileges() -> None:
    """In a child of root: give up every capability, so that permissions hold for it as for anybody."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in range(64):
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP; EINVAL for those the kernel does not know


@pytest.mark.parametrize("folder", [".", "utgaver"])
def test_a_missing_permission_is_a_message_and_loses_nothing(watch: Watch, house: House, folder: str) -> None:
    locked = watch.store.root / folder
    locked.chmod(0o555)
    done = run(house.project, watch.store, "publish", "--force", before_exec=without_privileges)
    refused(done, "Permission denied")
    watch.check("permission denied on the store")
    locked.chmod(0o755)
    watch.recover(house)


def test_a_store_that_cannot_be_made_is_a_message(watch: Watch, house: House, tmp_path: Path) -> None:
    closed = tmp_path / "stengt"
    closed.mkdir(mode=0o555)
    refused(run(house.project, Store(closed / "lager"), "publish", before_exec=without_privileges), "Permission denied")
    watch.check("permission denied on the store")


def test_publishing_and_pruning_need_no_privileges(watch: Watch, house: House) -> None:
    for arguments in ("publish --force --keep 1", "prune --keep 1"):
        age(watch.store)
        done = run(house.project, watch.store, *arguments.split(), before_exec=without_privileges)
        assert done.returncode == 0, done.stderr
    assert [edition.id for edition in watch.store.editions()] == [watch.store.require_current().id]
    assert leftovers(watch.store) == []


NOBODY = 65_534


@pytest.fixture
def open_to_all(house: House, houses: Mapping[str, House]) -> Iterator[tuple[House, Watch]]:
    """A project and a store in a folder that every user of the machine may look into, and only the owner write in."""
    folder = Path(tempfile.mkdtemp(prefix="kommunevarehus-"))
    shutil.copytree(house.project.root, folder / "hus", ignore=shutil.ignore_patterns("logs"))
    own, store = House(Project(folder / "hus"), house.generation, house.content), Store(folder / "lager")
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOMMUNEVAREHUS_LAGER", str(store.root))
        for _ in range(2):
            publish(own.project, force=True)
        yield own, Watch(store, houses, Counter())
    remove(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user; permissions are tried without that too")
@pytest.mark.parametrize("arguments", ["publish --force", "rollback", "prune --keep 1", "query", "verify", "editions"])
def test_another_user_reads_everything_and_changes_nothing(open_to_all: tuple[House, Watch], faults: Counter[str], arguments: str) -> None:
    """In a process that has become `nobody`: a user of the machine, not root with fewer rights."""
    house, watch = open_to_all
    watch.faults = faults
    before = snapshot(watch.store.root)
    question = ["select utgave_id from kvalitet.utgave"] if arguments == "query" else []
    done = faulty(house, watch.store, "bruker", NOBODY, *arguments.split(), *question)
    if arguments in {"query", "verify", "editions"}:
        assert done.returncode == 0, done.stderr
        assert watch.current in done.stdout
    else:
        refused(done, "Permission denied")
        watch.check("another user of the machine, who may not write")
    assert snapshot(watch.store.root) == before


def test_rollback_without_permission_is_a_message(watch: Watch, house: House) -> None:
    watch.store.root.chmod(0o555)
    refused(run(house.project, watch.store, "rollback", before_exec=without_privileges), "Permission denied")
    watch.check("permission denied on the store")
    watch.store.root.chmod(0o755)


# Damaged editions


def files_of(edition: Edition) -> list[str]:
    return sorted(str(path.relative_to(edition.path)) for path in edition.path.rglob("*") if path.is_file())


def damage(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    """Change a read-only file, and return what it was."""
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(change(whole))
    return whole


def flip(whole: bytes, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def damaged(edition: Edition) -> bool:
    """What `verify` and the viewer go by."""
    try:
        return bool(edition.problems())
    except EditionError:
        return True


def test_every_truncated_or_bit_flipped_file_is_found(watch: Watch) -> None:
    chance = random.Random(SEED)
    edition = watch.store.require_current()
    names = files_of(edition)
    assert {MANIFEST, REPORT, "kommunevarehus.duckdb"} < set(names)
    for name in names:
        path = edition.path / name
        size = path.stat().st_size
        lengths = [0, size // 2, size - 2]  # the manifest's last byte is a line feed
        bits = [chance.randrange(8 * size) for _ in range(20)]
        changes: list[tuple[str, Callable[[bytes], bytes]]] = [("truncated", lambda b, n=length: b[:n]) for length in lengths]
        changes += [("bit-flipped", lambda b, n=bit: flip(b, n)) for bit in bits]
        for kind, change in changes:
            whole = damage(path, change)
            assert damaged(edition), f"{name}: {kind}"
            path.write_bytes(whole)
            watch.faults[f"an edition's file {kind}, and found"] += 1
        path.chmod(0o444)
    assert wrong_with(edition.path, watch.houses) == []


def test_a_missing_and_an_added_file_are_found(watch: Watch) -> None:
    edition = watch.store.require_current()
    edition.path.chmod(0o755)
    moved = (edition.path / REPORT).rename(edition.path.parent.parent / REPORT)
    assert edition.problems() == [f"{REPORT} is missing"]
    moved.rename(edition.path / REPORT)
    log = edition.path / "kommunevarehus.duckdb.wal"
    log.write_bytes(b"")
    assert edition.problems() == ["kommunevarehus.duckdb.wal does not belong to the edition"]
    log.unlink()
    watch.check("an edition's file missing, and found")
    watch.check("a file added to an edition, and found")


def test_verify_names_the_damage_and_rollback_refuses_it(watch: Watch, house: House) -> None:
    first, second = watch.store.editions()
    whole = damage(first.path / "parquet" / "marts.fct_tall.parquet", lambda content: flip(content, 4 * len(content)))
    refused(run(house.project, watch.store, "verify", first.id), "marts.fct_tall.parquet has another content", "kommunevarehus rollback")
    refused(run(house.project, watch.store, "rollback"), "not whole")
    assert watch.store.require_current() == second
    (first.path / "parquet" / "marts.fct_tall.parquet").write_bytes(whole)
    watch.check("an edition's file bit-flipped, and found")
    assert run(house.project, watch.store, "rollback").returncode == 0
    assert watch.store.require_current() == first


def test_the_next_edition_replaces_a_damaged_current_one(watch: Watch, house: House) -> None:
    current = watch.store.require_current()
    damage(current.database, lambda content: content[:-1])
    published = publish(house.project)
    assert published.published
    assert published.edition != current
    assert wrong_with(watch.store.root / "gjeldende", watch.houses) == []


@pytest.mark.parametrize("name", ["kommunevarehus.duckdb", "parquet/marts.fct_tall.parquet", MANIFEST])
def test_the_viewer_refuses_a_damaged_edition(watch: Watch, house: House, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "app"))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(house.project.root))
    import streamlit as st  # noqa: PLC0415

    import data  # noqa: PLC0415

    st.cache_data.clear()
    st.cache_resource.clear()
    edition = watch.store.require_current()
    for change in (lambda content: content[:-2], lambda content: flip(content, 4 * len(content))):
        whole = damage(edition.path / name, change)
        with pytest.raises(EditionError):
            data.rows("select count(*) as antall from marts.fct_tall")
        (edition.path / name).write_bytes(whole)
        watch.check("a damaged edition, and the viewer refused it")
    assert data.rows("select count(*) as antall from marts.fct_tall").antall[0] == ROWS
    st.cache_data.clear()
    st.cache_resource.clear()


# The link and the clock


def test_a_current_edition_removed_by_hand_is_said_and_mended(watch: Watch, house: House) -> None:
    kept, removed = watch.store.editions()
    for folder in (removed.path, removed.path / "parquet"):
        folder.chmod(0o755)
    shutil.rmtree(removed.path)
    refused(run(house.project, watch.store, "query", "select 1"), "points to an edition that is gone", "kommunevarehus rollback")
    assert run(house.project, watch.store, "rollback").returncode == 0
    assert watch.store.require_current() == kept
    watch.note()
    watch.check("the link's target removed by hand")
    watch.recover(house)


@pytest.mark.parametrize("what", ["gone", "to nowhere", "to itself", "a file"])
def test_a_spoilt_link_is_mended_by_the_next_publisher(watch: Watch, house: House, what: str) -> None:
    link = watch.store.root / "gjeldende"
    link.unlink()
    if what == "a file":
        link.write_text("", "utf-8")
    elif what != "gone":
        link.symlink_to("utgaver/20200101T000000Z-000000000000" if what == "to nowhere" else "gjeldende")
    refused(run(house.project, watch.store, "query", "select 1"))
    watch.recover(house)
    watch.check("the link spoilt by hand")


def test_a_clock_moved_back_does_not_put_the_new_edition_before_the_old(watch: Watch, house: House) -> None:
    assert faulty(house, watch.store, "klokke", 400, "publish", "--force").returncode == 0
    future = watch.store.require_current()
    assert future.id[:8] > time.strftime("%Y%m%d", time.gmtime(time.time() + 390 * 86_400))
    watch.note()
    assert faulty(house, watch.store, "klokke", -400, "publish", "--force", "--keep", "2").returncode == 0
    assert watch.store.require_current().id > future.id
    assert [edition.id for edition in watch.store.editions()] == [future.id, watch.store.require_current().id]
    assert watch.store.rollback() == future
    watch.note()
    watch.check("the clock moved back")
    watch.recover(house)


# Validation and dbt


@pytest.fixture
def own_house(house: House, tmp_path: Path) -> House:
    """A copy of the first generation that a test may build anew."""
    shutil.copytree(house.project.root, tmp_path / "hus", ignore=shutil.ignore_patterns("logs"))
    return House(Project(tmp_path / "hus"), house.generation, house.content)


def test_failed_validation_loses_nothing(watch: Watch, own_house: House) -> None:
    set_generation(own_house.project, "A", start_year=1900)  # what no dbt test minds, and the rule on years does
    build(own_house.project, echo=print)
    done = run(own_house.project, watch.store, "publish", "--force")
    assert done.returncode == 3, done.stderr
    assert "aar_er_rimelig" in done.stderr
    watch.check("validation that failed")
    with pytest.raises(ValidationError):  # also when the verdict is remembered
        publish(own_house.project, force=True)
    watch.check("validation that failed")
    set_generation(own_house.project, "A")
    build(own_house.project, echo=print)
    watch.recover(own_house)


def test_a_spoilt_note_of_the_validation_is_not_believed(watch: Watch, own_house: House) -> None:
    note = own_house.project.target / "validering.json"
    note.write_text(note.read_text("utf-8")[:-20], "utf-8")
    watch.recover(own_house)
    assert json.loads(note.read_text("utf-8"))["results"]


def kill_children(pid: int) -> None:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split():
        os.kill(int(child), signal.SIGKILL)


def wait_for_writing(process: subprocess.Popen[str], project: Project) -> None:
    """Until dbt has begun to write the database: its write-ahead log is there, or the file has changed."""
    log = project.database.with_name("kommunevarehus.duckdb.wal")
    before = project.database.stat().st_mtime_ns
    while process.poll() is None:
        if (log.exists() and log.stat().st_size) or project.database.stat().st_mtime_ns != before:
            return
        time.sleep(0.001)
    raise AssertionError("dbt ended without having written")


KILLED_BUILDS: dict[str, Callable[[subprocess.Popen[str]], None]] = {
    "dbt and its parent": lambda process: os.killpg(process.pid, signal.SIGKILL),
    "dbt": lambda process: kill_children(process.pid),
    "dbt run by hand": lambda process: os.killpg(process.pid, signal.SIGKILL),
}


@pytest.mark.parametrize("who", KILLED_BUILDS)
@pytest.mark.parametrize("delay", [0.0, 0.2])
def test_a_build_killed_half_way_is_never_published(watch: Watch, own_house: House, who: str, delay: float) -> None:
    project = own_house.project
    set_generation(project, "B")
    program = [str(BIN / "dbt"), "build"] if who == "dbt run by hand" else [str(BIN / "kommunevarehus"), "build", "--force"]
    process = start(program, project, watch.store)
    wait_for_writing(process, project)
    time.sleep(delay)
    KILLED_BUILDS[who](process)
    process.communicate()
    assert process.returncode != 0
    refused(run(project, watch.store, "publish", "--force"), "kommunevarehus build")
    watch.check(f"SIGKILL of {who} while it wrote")
    done = run(project, watch.store, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    watch.recover(own_house)
    with_stamp = watch.store.require_current().manifest["content_sha256"]
    assert watch.houses[with_stamp].generation == "B"


def test_a_build_that_dbt_still_runs_is_not_published(watch: Watch, own_house: House) -> None:
    process = start([str(BIN / "kommunevarehus"), "build", "--force"], own_house.project, watch.store)
    wait_for_writing(process, own_house.project)
    os.killpg(process.pid, signal.SIGSTOP)  # it is still writing, however slow the publisher is
    refused(run(own_house.project, watch.store, "publish", "--force"), "dbt is running")
    watch.check("publishing while dbt wrote")
    os.killpg(process.pid, signal.SIGCONT)
    process.communicate()
    assert process.returncode == 0
    watch.recover(own_house)


def spoil(project: Project, how: str) -> None:
    """Make the build database something else than what a finished build left."""
    database = project.database
    if how == "no database":
        database.unlink()
    elif how == "a spoilt file":
        database.write_bytes(database.read_bytes()[:20_000])
    elif how == "a write-ahead log":
        database.with_name("kommunevarehus.duckdb.wal").write_bytes(b"\0")
    else:
        with duckdb.connect(str(database)) as connection:
            connection.execute("drop table bygg.status" if how == "no status" else "update bygg.status set status = 'paabegynt'")


@pytest.mark.parametrize("how", ["no database", "a spoilt file", "a write-ahead log", "no status", "a run that had begun"])
def test_only_what_a_finished_build_left_is_published(watch: Watch, own_house: House, how: str) -> None:
    spoil(own_house.project, how)
    refused(run(own_house.project, watch.store, "publish"), "kommunevarehus build")
    watch.check("a database that is not what a finished build left")


@pytest.mark.parametrize("part", ["run", "build --select fct_tall", "build --exclude-resource-type test", "build --empty"])
def test_a_part_of_a_build_is_not_published(watch: Watch, own_house: House, part: str) -> None:
    done = run_program([str(BIN / "dbt"), *part.split()], own_house.project, watch.store)
    assert done.returncode == 0, done.stdout
    refused(run(own_house.project, watch.store, "publish"), "There is no finished build", "kommunevarehus build")
    watch.check("a part of a build")


def test_a_failed_build_is_not_published(watch: Watch, own_house: House) -> None:
    seed = own_house.project.root / "seeds" / "kilde.csv"
    seed.write_text(seed.read_text("utf-8") + seed.read_text("utf-8").splitlines()[1] + "\n", "utf-8")  # the same key twice
    assert run(own_house.project, watch.store, "build").returncode == 1
    refused(run(own_house.project, watch.store, "publish"), "There is no finished build")
    retried = run_program([str(BIN / "dbt"), "retry"], own_house.project, watch.store)  # what is asked together is no node to try again
    assert retried.returncode != 0
    assert "Nothing to do" in retried.stdout
    refused(run(own_house.project, watch.store, "publish"), "There is no finished build")
    watch.check("a build that failed")


def test_a_build_by_hand_is_published(watch: Watch, own_house: House) -> None:
    set_generation(own_house.project, "C")
    assert run_program([str(BIN / "dbt"), "build"], own_house.project, watch.store).returncode == 0
    watch.recover(own_house)
    assert watch.houses[watch.store.require_current().manifest["content_sha256"]].generation == "C"


def test_a_database_changed_while_it_is_published_is_not_published(watch: Watch, own_house: House) -> None:
    database = own_house.project.database
    other = next(house for house in watch.houses.values() if house.generation == "B").project.database

    def swap(step: str) -> None:
        if step.startswith("writing") and file_sha256(database) != file_sha256(other):
            database.unlink()
            shutil.copy2(other, database)

    with pytest.raises(EditionError, match="built anew"):
        publish(own_house.project, force=True, progress=swap)
    watch.check("a database exchanged while it was published")
    assert leftovers(watch.store) == []
