"""Many counties in one process: one reader for all of them, and a lost one is replaced; what is
compiled already is not compiled anew."""

from __future__ import annotations

from pathlib import Path

import drafter
from drafter.desk.files.equipment import Equipment
from tests.building import catalogue_bytes, fill_form, workspace

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"
TOTALS = (611, 612, 613)


def county(folder: Path, total: int) -> Path:
    made = workspace(folder, catalogue_bytes(INDICATORS), "|办理{{ 援助.总数 }}件。")
    fill_form(made, "县司法局", {"援助.总数": total})
    return folder


def test_counties_share_a_reader_and_a_lost_one_is_replaced(tmp_path: Path) -> None:
    counties = [county(tmp_path / str(total), total) for total in TOTALS]
    printed, processes = [], []
    with Equipment() as equipment:
        for number, folder in enumerate(counties):
            if number == 1:
                processes[-1].kill()
                processes[-1].wait()
            drafted = drafter.open(folder, equipment=equipment).draft()
            printed += [paragraph.text for paragraph in drafted.manifest.paragraphs]
            processes.append(equipment.reader.worker.start())
        last = processes[-1]
        assert last.poll() is None
    assert last.poll() is not None
    assert [text for text in printed if "办理" in text] == [f"办理{n}件。" for n in TOTALS]
    assert processes[0] is not processes[1]
    assert processes[1] is processes[2]
