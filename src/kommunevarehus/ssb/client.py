"""The conversation with SSB: one call at a time, under the announced limit, patient with what passes, and clear about what does not.

Facts of the service: https://www.ssb.no/api/pxwebapiv2 and https://data.ssb.no/api/klass/v1/api-guide.html.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from kommunevarehus.ssb.jsonstat import SsbError, parse

STATBANK = "https://data.ssb.no/api/pxwebapi/v2"
KLASS = "https://data.ssb.no/api/klass/v1"
MAX_CELLS = 800_000
MAX_URL = 1_800  # "about 2 000": beyond it the service answers 404 with a web page
MOST_REDIRECTS = 5
MAX_ANSWER = 400_000_000
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_WAIT = 60.0


class _Limit:
    """At most so many calls in so many seconds: SSB's advice of 30 a minute, or less if the service announces less."""

    def __init__(self, calls: int = 30, seconds: float = 60.0) -> None:
        self.calls, self.seconds = calls, seconds
        self._made: deque[float] = deque()

    def heed(self, policy: str | None) -> None:
        """Take over a header like `40;w=60s`; three quarters of what is announced are used."""
        if policy and (found := re.search(r"(\d+)\s*;\s*w=(\d+(?:\.\d+)?)", policy)):
            self.calls, self.seconds = max(1, int(found[1]) * 3 // 4), float(found[2])

    def wait(self) -> None:
        now = time.monotonic()
        while self._made and now - self._made[0] >= self.seconds:
            self._made.popleft()
        if len(self._made) >= self.calls:
            time.sleep(max(0.0, self.seconds - (now - self._made[0])))
            return self.wait()
        self._made.append(time.monotonic())
        return None


class _PassingError(SsbError):
    """An answer that another try may better."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer as they came, with what is needed to say where they are from."""

    raw: bytes
    method: str
    url: str
    body: dict[str, Any] | None
    headers: dict[str, str]
    fetched: datetime


@dataclass
class Client:
    """SSB's StatBank (PxWebApi v2) and KLASS.

    Attributes:
        statbank, klass: the services' addresses.
        attempts: how often a call is tried before it is given up.
        say: called with one sentence before each wait.

    """

    statbank: str = STATBANK
    klass: str = KLASS
    attempts: int = 8
    timeout: float = 120.0
    say: Callable[[str], None] = field(default=lambda _: None)
    _limit: _Limit = field(default_factory=_Limit)

    def __post_init__(self) -> None:
        """Open the connection that all calls share."""
        self._http = httpx.Client(
            timeout=httpx.Timeout(self.timeout, connect=20.0),
            headers={"user-agent": f"kommunevarehus/{version('kommunevarehus')}", "accept": "application/json"},
            follow_redirects=False,  # httpx would ask a moved POST again as a GET, without its question
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def metadata(self, table: str) -> Answer:
        """What a table holds: a JSON-stat dataset without values."""
        return self._call("GET", f"{self.statbank}/tables/{table}/metadata", {"lang": "no"})

    def data(self, table: str, selection: Mapping[str, Sequence[str]]) -> Answer:
        """One extract as JSON-stat 2; by POST where the address would be longer than the service reads."""
        address, parameters = f"{self.statbank}/tables/{table}/data", {"lang": "no", "outputFormat": "json-stat2"}
        named = {f"valueCodes[{code}]": ",".join(values) for code, values in selection.items()}
        if len(str(httpx.URL(address, params={**parameters, **named}))) <= MAX_URL:
            return self._call("GET", address, {**parameters, **named})
        body = {"selection": [{"variableCode": code, "valueCodes": list(values)} for code, values in selection.items()]}
        return self._call("POST", address, parameters, body)

    def classification(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """A list of KLASS, as `classifications/131/codesAt`."""
        return self._call("GET", f"{self.klass}/{path}", dict(parameters))

    def _call(self, method: str, address: str, parameters: dict[str, str], body: dict[str, Any] | None = None) -> Answer:
        retrying = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(self.attempts),
            wait=self._pause,
            sleep=time.sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, method, address, parameters, body)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise SsbError(
                f"«{address}» is no address ({_in_words(error)}) Expected one as {STATBANK}. Correct --adresse or --klass."
            ) from error
        except httpx.RequestError as error:
            raise SsbError(
                f"{httpx.URL(address).host} did not answer in {self.attempts} tries ({_in_words(error)}). Check the network and run the "
                "same command again: it goes on where it stopped."
            ) from error
        except _PassingError as error:
            raise SsbError(
                f"{error} Tried {self.attempts} times. Run the same command again later: it goes on where it stopped."
            ) from error

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _PassingError) else None
        pause = (
            min(asked, _LONGEST_WAIT)
            if asked is not None
            else wait_exponential_jitter(multiplier=0.5, max=_LONGEST_WAIT, jitter=0.5)(state)
        )
        self.say(f"{error if isinstance(error, _PassingError) else _in_words(error)} Waiting {pause:.0f} s.")
        return pause

    def _once(self, method: str, address: str, parameters: dict[str, str], body: dict[str, Any] | None) -> Answer:
        url = httpx.URL(address, params=parameters)
        for _ in range(MOST_REDIRECTS):
            self._limit.wait()
            with self._http.stream(method, url, json=body) as response:
                self._limit.heed(response.headers.get("x-ratelimit-policy"))
                if response.has_redirect_location:
                    url = url.join(response.headers["location"])
                    continue
                raw = _whole(response)
                break
        else:
            raise SsbError(f"{httpx.URL(address).host} sends the question from address to address, at last to {url}.")
        status = response.status_code
        headers = {name: response.headers[name] for name in ("date", "etag", "last-modified", "content-type") if name in response.headers}
        if status in _PASSING:
            raise _PassingError(f"SSB answered {status}.", _retry_after(response.headers.get("retry-after"), status))
        if status >= 400:
            raise SsbError(_refusal(status, raw, str(url)))
        parse(raw)
        return Answer(raw, method, str(url), body, headers, datetime.now(UTC).replace(microsecond=0))


def _whole(response: httpx.Response) -> bytes:
    chunks, size = [], 0
    for chunk in response.iter_bytes():
        chunks.append(chunk)
        if (size := size + len(chunk)) > MAX_ANSWER:
            raise SsbError(f"{response.url} answers more than {MAX_ANSWER // 1_000_000} MB. Ask for less.")
    return b"".join(chunks)


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, (_PassingError, httpx.RequestError)) and not isinstance(error, httpx.UnsupportedProtocol)


def _retry_after(value: str | None, status: int) -> float | None:
    unsaid = _LONGEST_WAIT if status == 429 else None
    if value is None:
        return unsaid
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return unsaid


def _refusal(status: int, raw: bytes, url: str) -> str:
    short = url if len(url) < 200 else url[:200] + "…"
    try:
        document = parse(raw)
    except SsbError as error:
        return f"{error} Status {status}, for {short}"
    # KLASS has a message, and version 1 of the StatBank an error
    said = next((f" «{document[name]}»" for name in ("message", "detail", "error") if isinstance(document.get(name), str)), "")
    return f"SSB answers{said} with status {status}, for {short}"


def _in_words(error: BaseException | None) -> str:
    text = str(error) or error.__class__.__name__
    return text if text.endswith(".") else f"{text}."
