"""One document from the start of a process to its file, by docxtpl and by drafter in turns.

Both read the same template and the same data from disk. drafter's template was compiled by an
earlier process and is kept in the workspace.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from drafter.desk.files.folders import TEMPLATE, write_file
from tools.bench_commands import process
from tools.bench_document import sample
from tools.bench_filling import texts

ROUNDS = 9
MOST = 0.7
_DOCXTPL = """
import json, sys
from docxtpl import DocxTemplate
template, data, result = sys.argv[1:]
document = DocxTemplate(template)
with open(data, encoding="utf-8") as stream: document.render(json.load(stream))
document.save(result)
"""
_DRAFTER = """
import json, sys
from pathlib import Path
from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import Folders
from drafter.model.figure import Figure, Table
from drafter.model.finding import Kind
from drafter.model.quantity import Quantity
from drafter.word.package import packed
template, data, result = sys.argv[1:]
def figure(key, words):
    if words.isdecimal(): return Figure(Quantity.exact(int(words)), key, key, "件", Kind.INTEGER)
    return Figure(words, key, key, "", Kind.TEXT)
def entry(key, value):
    if isinstance(value, str): return figure(key, value)
    rows = tuple({name: figure("", words) for name, words in row.items()} for row in value)
    return Table(key, key, rows)
with open(data, encoding="utf-8") as stream: themes = json.load(stream)
keys = {f"{theme}.{name}": v for theme, values in themes.items() for name, v in values.items()}
entries = {key: entry(key, value) for key, value in keys.items()}
filled = Equipment().template(Folders(Path(template).parents[1])).fill(entries, {})
Path(result).write_bytes(packed(filled.parts))
"""


@dataclass(frozen=True, slots=True)
class One:
    """Processor seconds of the whole process, medians of rounds in which both take turns."""

    docxtpl: float
    drafter: float

    @property
    def ratio(self) -> float:
        """What drafter takes of docxtpl's time."""
        return self.drafter / self.docxtpl


def one() -> One:
    """Both in turns, after a round that warms the caches. Raises ValueError where they do not give
    the same text."""
    with tempfile.TemporaryDirectory() as name:
        folder, made = Path(name), sample()
        write_file(folder / TEMPLATE, made.template)
        (folder / "data.json").write_text(json.dumps(made.plain), encoding="utf-8")
        os.environ["XDG_CONFIG_HOME"] = str(folder.with_name(f"{folder.name}-config"))
        programs = (_DOCXTPL, _DRAFTER)
        subprocess.run(_command(folder, _DRAFTER), check=True)
        rounds = [[_seconds(folder, program) for program in programs] for _ in range(ROUNDS + 1)]
        results = [(folder / _result(program)).read_bytes() for program in programs]
    if texts(results[0]) != texts(results[1]):
        raise ValueError("the engines give different texts")
    return One(*(median(column) for column in zip(*rounds[1:], strict=True)))


def _command(folder: Path, program: str) -> list[str]:
    files = (TEMPLATE, "data.json", _result(program))
    return [sys.executable, "-c", program, *(str(folder / file) for file in files)]


def _result(program: str) -> str:
    return f"{len(program)}.docx"


def _seconds(folder: Path, program: str) -> float:
    cost, code = process(_command(folder, program))
    if code:
        raise SystemExit(f"one document: exit status {code}")
    return cost.cpu


if __name__ == "__main__":
    measured = one()
    print(f"{measured.docxtpl:.3f} s, {measured.drafter:.3f} s, ratio {measured.ratio:.2f}")
