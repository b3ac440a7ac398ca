"""The publisher of the load test, a process of its own: `python utgiver.py GRACE PROJECT …`, until its standard input is closed.

It publishes the projects in turn, without a pause, in KOMMUNEVAREHUS_LAGER. At the end it prints the ids as JSON. GRACE is
for how many seconds an edition is kept, whatever the count.
"""

from __future__ import annotations

import itertools
import json
import select
import sys
from pathlib import Path

from kommunevarehus.project import Project
from kommunevarehus.publication import publish

published = []
for root in itertools.cycle(sys.argv[2:]):
    if select.select([sys.stdin], [], [], 0)[0]:
        break
    published.append(publish(Project(Path(root)), force=True, grace=float(sys.argv[1])).edition.id)
print(json.dumps(published))
