"""After any edit and any change of data, the list of edits tells what people did, and nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.catalogue.catalogue import Catalogue
from drafter.template.template import Template
from tests.building import read_text_catalogue
from tests.conftest import Convert
from tests.laws import NIGHT, cases
from tests.review.desk import KEYS, Desk, the_template
from tests.review.documents import root_of, with_root
from tests.review.editing import Editor
from tests.word.validity import flaws

INDICATORS = "\n".join(f"{key} | {key[3:]} | 件 | 整数 | 县司法局" for key in KEYS)
STAGES = ("初稿", "送审稿", "讨论稿")
PEOPLE = ("李四", "王五")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_text_catalogue(tmp_path_factory.mktemp("目录"), INDICATORS)


@pytest.fixture(scope="module")
def template() -> Template:
    return the_template()


class Year:
    """A year at the desk: figures come in, copies come back, in any order."""

    person = ""

    def __init__(self, desk: Desk, random: Random) -> None:
        self.desk, self.random = desk, random
        self.editor = Editor(random, desk.figures)
        desk.draft()

    def copy(self) -> bytes:
        """The last draft with a few edits of one person in it."""
        content = self.desk.report()
        root = root_of(content)
        self.person = self.random.choice(PEOPLE)
        for _ in range(self.random.randint(1, 3)):
            self.editor.edit(root, self.person)
        return with_root(content, root)

    def take(self, copy: bytes) -> None:
        """The copy becomes the next draft."""
        self.desk.take(copy, -1, self.person)
        self.holds()

    def copy_comes_back(self) -> None:
        """One of them, and taken at once."""
        self.take(self.copy())

    def data_change(self) -> None:
        """Other figures, or another stage."""
        for key in self.random.sample(KEYS, self.random.randint(0, 3)):
            self.desk.figures[key] += self.random.randint(1, 9)
        self.desk.stage = self.random.choice(STAGES)
        self.editor.program_writes_the_same()
        self.desk.draft()
        self.holds()

    def one_is_withdrawn(self) -> None:
        """An edit is gone whole, and no other with it."""
        if not self.editor.made:
            return
        one = self.random.choice(self.editor.made)
        alike = [e.number for e in self.desk.edits if (e.old, e.new) == (one.old, one.new)]
        number = alike[self.editor.twins(one).index(one)]
        one.undo()
        self.editor.made.remove(one)
        self.desk.withdraw({number})
        self.holds()

    def holds(self) -> None:
        """The list is what people did, and what data changed below it; the text is the program's with that in it; and the figures
        that nobody stands behind are the edited ones."""
        listed = sorted((e.old, e.new, e.by, e.conflict) for e in self.desk.edits)
        assert listed == sorted((m.old, m.new, m.by, m.conflict) for m in self.editor.made)
        assert self.desk.lines() == [x.text(self.desk.figures) for x in self.editor.model]
        edited = [m for m in self.desk.manifest.marks if m.figure.edit is not None]
        assert sorted((m.figure.key, m.words) for m in edited) == sorted(
            (m.figure, m.new) for m in self.editor.made if m.figure
        )


def year(catalogue: Catalogue, template: Template, seed: int) -> Year:
    random = Random(seed)
    figures = {key: random.randint(101, 899) for key in KEYS}
    return Year(Desk(catalogue, template, figures), random)


@pytest.mark.slow
@cases()
@given(st.integers(0, 2**32))
def test_edits_are_what_people_did(catalogue: Catalogue, template: Template, seed: int) -> None:
    made = year(catalogue, template, seed)
    made.copy_comes_back()
    for step in made.random.choices(
        (made.data_change, made.copy_comes_back, made.one_is_withdrawn), (3, 2, 1), k=2
    ):
        step()
    assert flaws(made.desk.report()) == []


SAVED = 1_000 if NIGHT else 300


@pytest.mark.law
@pytest.mark.slow
@pytest.mark.libreoffice
def test_edits_are_what_people_did_when_libreoffice_saves_between(
    catalogue: Catalogue, template: Template, tmp_path: Path, soffice_all: Convert
) -> None:
    years = [year(catalogue, template, seed) for seed in range(SAVED)]
    for number, made in enumerate(years):
        (tmp_path / f"{number}.docx").write_bytes(made.copy())
    saved = soffice_all(tmp_path, "docx")
    for number, made in enumerate(years):
        made.take((saved / f"{number}.docx").read_bytes())
        made.data_change()
        made.one_is_withdrawn()
        (tmp_path / f"{number}.docx").write_bytes(made.copy())
    saved = soffice_all(tmp_path, "docx")
    for number, made in enumerate(years):
        made.take((saved / f"{number}.docx").read_bytes())
        made.data_change()
