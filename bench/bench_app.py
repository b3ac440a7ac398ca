"""How fast the viewer is, in a real browser and with many readers at once, and how much memory its server takes.

The server is a process of its own on the current edition. One reader is a headless Chromium: the first page of the cold server,
every page change (from the click until the new heading stands there and the script is at rest), and filters. Twenty readers at once
speak the viewer's own protocol over WebSockets, since twenty browsers on one machine would measure the browsers; the Chromium clicks
on among them. Figures, not tests.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parent.parent
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
# A filter: the page, the label of its list, and choices to go through.
FILTERS = {
    "tjenester": ("Tjenesteområde", ["Barnehage", "Barnevern", "Eiendomstjenester", "Skole"]),
    "sammenligning": ("Tjenesteområde", ["Barnehage", "Barnevern", "Byggesak", "Skole"]),
    "kilder?fane=tabeller": (
        "Tabell eller figur",
        ["Garantiansvar", "Balanseregnskapet", "Avvik fra revidert budsjett", "Bevilgningsoversikt investering"],
    ),
}

# The tabs of the pages that have some, in the order they are clicked; the first is the one a page begins with, and comes last.
TABS = {
    "okonomi": ["Budsjett", "Investeringer", "Balanse", "Regnskap", "Resultat"],
    "mal": ["Klima", "Målene"],
    "befolkning": ["Aldersgrupper og prognoser", "Behov og kostnader", "Folketallet"],
    "kilder": ["Tabellene som trykt", "Hva som holder tallene", "Slik leser du tallene", "Feil vi fant"],
}


@dataclass
class Times:
    """Seconds under a name, and how many went wrong."""

    name: str
    target: float | None = None
    seconds: list[float] = field(default_factory=list)
    errors: int = 0

    def line(self) -> str:
        """The row of the table."""
        if not self.seconds:
            return f"{self.name:<44} {'no measurement':>16}"
        ordered = sorted(self.seconds)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        target = "" if self.target is None else f"{self.target * 1000:>9.0f} {'yes' if p95 <= self.target else 'NO':>5}"
        errors = f"  {self.errors} errors" if self.errors else ""
        return f"{self.name:<44} {len(ordered):>4} {statistics.median(ordered) * 1000:>8.0f} {p95 * 1000:>8.0f}{target}{errors}"


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """A viewer of the current edition: its address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("kommunevarehus")), "app", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"127.0.0.1:{port}"
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=2).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        raise SystemExit("The viewer's server ended at once.") from None
                    time.sleep(0.05)
            yield address, process.pid
        finally:
            process.terminate()


def memory(pid: int) -> tuple[float, float]:
    """The memory of a process now and at most, in MB."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0, 0.0
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]


def page_links(page: Page) -> list[tuple[str, str]]:
    """The pages of the navigation: address and title."""
    links = page.locator("[data-testid=stSidebarNavLink]")
    return [(str(links.nth(at).get_attribute("href")), links.nth(at).inner_text().splitlines()[-1]) for at in range(links.count())]


def wait_for_page(page: Page, title: str) -> None:
    """Wait for a page's heading, which ends with what the menu calls it, drawn, with nothing still running."""
    page.wait_for_function(
        """([title, rest]) => document.querySelector('[data-testid=stMain] h1')?.innerText.trim().endsWith(title) && document.querySelector(rest)""",
        arg=[title, AT_REST],
        timeout=30_000,
    )


def change_page(page: Page, title: str) -> float:
    """Click a page in the navigation and wait for it; the seconds it took."""
    link = page.locator("[data-testid=stSidebarNavLink]", has_text=title).first
    link.scroll_into_view_if_needed()
    start = time.perf_counter()
    link.click()
    wait_for_page(page, title)
    return time.perf_counter() - start


# From the key or the click that chooses until the page says something else, its script rests, and both are so three frames later; measured in the page
# itself, since a driver that looked at the page at every frame would measure its own looking. The frame that paints is in it.
STOPWATCH = """() => { window.taken = new Promise((resolve, reject) => {
  const app = document.querySelector("[data-testid=stApp]");
  const parts = ":is([data-testid=stMarkdown], [data-testid=stHtml])";
  const said = () => [...app.querySelectorAll(`[data-testid=stMain] ${parts}`)].map((part) => part.textContent).join("|");
  const before = said();
  let start = 0, done = 0;
  for (const choice of ["keydown", "pointerdown"])
    addEventListener(choice, () => { start ||= performance.now() }, { capture: true, once: true });
  const look = () => {
    const now = performance.now();
    if (!start || app.dataset.testScriptState !== "notRunning" || said() === before) done = 0;
    else if (!done) done = now;
    else if (now - done > 50) return resolve((done + 17 - start) / 1000);
    if (start && now - start > 10_000) return reject(new Error("nothing happened"));
    requestAnimationFrame(look);
  };
  look();
}) }"""


def change_filter(page: Page, label: str, choice: str) -> float:
    """Choose from a list by keyboard and wait for what follows; the seconds from the choice."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(choice)
    page.get_by_role("option").first.wait_for()
    page.evaluate(STOPWATCH)
    page.keyboard.press("Enter")
    seconds: float = page.evaluate("window.taken")
    return seconds


def change_tab(page: Page, name: str) -> float:
    """Click a tab and wait for what it holds; the seconds from the click."""
    tab = page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").get_by_text(name, exact=True).first
    page.evaluate(STOPWATCH)
    tab.click()
    seconds: float = page.evaluate("window.taken")
    return seconds


class Reader:
    """A reader without a browser: a session that asks for pages and waits until the server has sent each of them."""

    def __init__(self, address: str) -> None:
        """Open the session and take the first page."""
        self.socket = connect(f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], max_size=None, origin=f"http://{address}")  # type: ignore[list-item]
        self.pages: dict[str, str] = {}
        self.ask("")

    def ask(self, page: str) -> tuple[float, bool]:
        """Ask for a page by its address; the seconds until it was whole, and whether it was without an error."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.pages.get(page, "")
        message.rerun_script.query_string = ""
        start = time.perf_counter()
        self.socket.send(message.SerializeToString())
        well = True
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.socket.recv(timeout=30))  # type: ignore[arg-type]
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                self.pages = {entry.url_pathname: entry.page_script_hash for entry in answer.navigation.app_pages}
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                well = False
            if kind == "script_finished":
                return time.perf_counter() - start, well and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


def many(address: str, count: int, seconds: float, pause: float, times: Times) -> list[threading.Thread]:
    """Start `count` readers that change page for `seconds`, each after a pause of about `pause`."""
    until = time.monotonic() + seconds
    lock = threading.Lock()

    def read(seed: int) -> None:
        dice = random.Random(seed)
        try:
            reader = Reader(address)
            while time.monotonic() < until:
                time.sleep(dice.uniform(0.5, 1.5) * pause)
                taken, well = reader.ask(dice.choice([name for name in reader.pages if name]))
                with lock:
                    times.seconds.append(taken)
                    times.errors += not well
        except Exception:
            with lock:
                times.errors += 1

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(count)]
    for thread in threads:
        thread.start()
    return threads


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times through all pages")
    parser.add_argument("--readers", type=int, default=20, help="readers at once")
    parser.add_argument("--seconds", type=float, default=40, help="how long they read")
    parser.add_argument("--pause", type=float, default=5, help="seconds a reader looks at a page")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    rows: list[Times] = []

    def measured(name: str, target: float | None, seconds: Callable[[], float], times: Times | None = None) -> Times:
        kept = times or Times(name, target)
        try:
            kept.seconds.append(seconds())
        except Exception as error:
            kept.errors += 1
            print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr)
        return kept

    with sync_playwright() as playwright, server() as (address, pid):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO").new_page()
        start = time.perf_counter()
        page.goto(f"http://{address}/")
        page.locator("[data-testid=stMain] h1").first.wait_for(timeout=60_000)
        page.locator("[data-testid=stMain] [data-testid=stMarkdown]").first.wait_for()
        rows.append(Times("first meaningful paint, cold server", 1.5, [time.perf_counter() - start]))
        page.wait_for_selector(AT_REST)
        rows.append(Times("  whole first page", None, [time.perf_counter() - start]))
        after_first = memory(pid)

        links = page_links(page)
        each = {title: Times(f"  {title}", 0.4) for _, title in links}
        for _, title in [*links[1:], links[0]]:
            change_page(page, title)  # once, to fill the caches
        for _ in range(options.rounds):
            for _, title in [*links[1:], links[0]]:
                measured(title, 0.4, lambda title=title: change_page(page, title), each[title])  # type: ignore[misc]
        rows.append(Times("page change, all pages", 0.4, [second for times in each.values() for second in times.seconds]))
        rows.extend(each.values())

        tabs = [Times(f"  {place}", 0.4) for place in TABS]
        for (place, names), times in zip(TABS.items(), tabs, strict=True):
            page.goto(f"http://{address}/{place}")
            page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").first.wait_for()
            page.wait_for_selector(AT_REST)
            for name in names:
                change_tab(page, name)  # once, to fill the caches
            for name in names * options.rounds:
                measured(place, 0.4, lambda name=name: change_tab(page, name), times)  # type: ignore[misc]
        rows.append(Times("tab change, all", 0.4, [second for times in tabs for second in times.seconds]))
        rows.extend(tabs)

        filters = Times("filter change, all", 0.3)
        own: list[Times] = []
        for name, (label, choices) in FILTERS.items():
            page.goto(f"http://{address}/{name}")
            page.get_by_role("combobox", name=label).wait_for()
            page.wait_for_selector(AT_REST)
            times = Times(f"  {name}", 0.3)
            for choice in choices * max(1, options.rounds // 2):
                measured(name, 0.3, lambda label=label, choice=choice: change_filter(page, label, choice), times)  # type: ignore[misc]
            own.append(times)
            filters.seconds += times.seconds
        rows += [filters, *own]

        crowd = Times(f"page change, {options.readers} readers at once, server", 1.2)
        among = Times(f"page change in the browser among {options.readers}", 1.2)
        page.goto(f"http://{address}/")
        page.wait_for_selector(AT_REST)
        threads = many(address, options.readers, options.seconds, options.pause, crowd)
        until = time.monotonic() + options.seconds
        titles = [title for _, title in links]
        dice = random.Random(0)
        while time.monotonic() < until:
            title = dice.choice(
                [other for other in titles if not page.locator("[data-testid=stMain] h1").first.inner_text().endswith(other)]
            )
            measured("among", 1.2, lambda title=title: change_page(page, title), among)  # type: ignore[misc]
            time.sleep(1)
        for thread in threads:
            thread.join()
        rows += [crowd, among]
        now, most = memory(pid)
        browser.close()

    print(f"{os.cpu_count()} cores, edition {(ROOT / 'lager' / 'gjeldende').resolve().name}\n")
    print(f"{'':<44} {'n':>4} {'p50 ms':>8} {'p95 ms':>8} {'target':>8} {'met':>5}")
    for row in rows:
        print(row.line())
    print(
        f"\nmemory of the server: {after_first[0]:.0f} MB after the first page, {now:.0f} MB at the end, {most:.0f} MB at most (target 400 MB)"
    )


if __name__ == "__main__":
    main()
