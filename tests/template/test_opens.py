"""Every kind of output opens in LibreOffice as it is: the page shows what the document says."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest

from drafter.model.errors import TemplateError
from drafter.standard.new_document import new_document
from drafter.template.template import Template
from tests.conftest import Convert
from tests.template import hostile, test_oracle
from tests.template.filling import SETTINGS, fill, packed

STORIES = 60


@pytest.fixture(scope="module")
def outputs() -> dict[str, bytes]:
    """Filled documents by name: the oracle's cases, and generated ones."""
    cases = enumerate(test_oracle.CASES.values())
    made = {f"案{n}": packed(fill(new_document(c), test_oracle.ENTRIES)) for n, c in cases}
    for seed in range(STORIES):
        content = hostile.document(hostile.story(seed), seed)
        try:
            filled = Template(content, "模板.docx").fill(hostile.ENTRIES, SETTINGS)
        except TemplateError:
            continue
        made[f"生{seed}"] = packed(filled)
    return made


def test_libreoffice_and_python_docx_read_every_output(
    outputs: dict[str, bytes], tmp_path: Path, soffice_all: Convert
):
    assert len(outputs) > 50
    for name, content in outputs.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    folder = soffice_all(tmp_path, "txt:Text (encoded):UTF8")
    for name, content in outputs.items():
        shown = "".join((folder / f"{name}.txt").read_text(encoding="utf-8").split())
        for paragraph in docx.Document(BytesIO(content)).paragraphs:
            assert "".join(paragraph.text.split()) in shown, name


def test_a_page_is_drawn_of_every_output(
    outputs: dict[str, bytes], tmp_path: Path, soffice_all: Convert
):
    for name, content in list(outputs.items())[::8]:
        (tmp_path / f"{name}.docx").write_bytes(content)
    for pdf in soffice_all(tmp_path, "pdf").glob("*.pdf"):
        info = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=True).stdout
        assert b"Pages:" in info
