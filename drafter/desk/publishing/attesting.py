"""An evidence pack held against its own list, in the worker."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.files.folders import read_file
from drafter.publish.attest import Attested, attest
from drafter.worker.bounds import Bounds

# A pack of 512 MB is held once as it is, once as its members, and once as it is written anew.
BOUNDS = Bounds(cpu=60, wall=120, memory=4 << 30)


def attested(path: Path, heads: frozenset[str]) -> Attested:
    """What was altered in the pack; `heads` are those on record."""
    return attest(read_file(path), path.name, heads)
