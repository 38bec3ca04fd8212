"""What is told of a key that is not asked any more, and of an earlier year's figure: from the
county of three years."""

from __future__ import annotations

import pytest

from drafter.cli.departments import print_years
from drafter.desk.catalogue.tag_offers import tag_offers
from drafter.desk.findings import deciding
from drafter.desk.year.workspace import Workspace
from drafter.desk.year.years import in_year
from drafter.draft.trace import Traced
from drafter.model.errors import CatalogueError, TemplateError, WorkspaceError
from drafter.model.finding import Severity
from drafter.model.sentence import sentence
from tests.building import catalogue_bytes
from tests.commands import drafter
from tests.test_lineage_years import SECOND, THIRD, county, templated, write  # noqa: F401


@pytest.mark.parametrize(
    ("key", "fate"),
    [
        ("诉讼.案件", "已于2025年改名为“应诉.案件”"),
        ("援助.民事", "已于2025年并入“援助.总数”"),
        ("执法.检查", "已于2026年拆分为“执法.日常”、“执法.涉企”"),
        ("培训.场次", "已于2025年停用（改为线上）"),
        ("热线.旧号", "已于2025年改名为“热线.人工”，“热线.人工”已于2026年停用"),
    ],
)
def test_a_name_that_is_gone_is_told_with_its_year_and_who_follows_it(
    county: Workspace,  # noqa: F811
    key: str,
    fate: str,
) -> None:
    stopped = """
    培训.场次 | 培训 | 场 | 整数 | 县司法局 | 2025年停用 改为线上
    热线.人工 | 人工 | 次 | 整数 | 县司法局 | 2025年改名 热线.旧号；停用
    """
    write(county, THIRD.rstrip() + stopped, 2026)
    templated(county, f"|{{{{ {key} }}}}件。")
    errors = [f for f in county.lint().findings if f.severity is Severity.ERROR]
    (told,) = [sentence(finding) for finding in errors]
    assert told.startswith(f"“{key}”{fate}；请在模板中改正（")
    with pytest.raises(TemplateError) as stopping:
        county.draft()
    assert [finding.code for finding in stopping.value.findings] == ["template-gone"]
    assert county.trace(key) == Traced((), (), (f"“{key}”{fate}",))
    with pytest.raises(WorkspaceError, match=fate):
        deciding.accept(county, key, "属实")
    with pytest.raises(WorkspaceError, match=fate):
        print_years(county, key, as_json=False)
    content = catalogue_bytes(
        "\n".join(line.rpartition("|")[0] for line in SECOND.strip().splitlines()[:1]),
        rules="诉讼.案件 >= 1 | 错误 |",
        lineages={"应诉.案件": "改名 诉讼.案件"},
    )
    county.folders.catalogue.write_bytes(content)
    with pytest.raises(CatalogueError) as refusal:
        county.check()
    assert sentence(refusal.value.findings[0]) == (
        "规则中的“诉讼.案件”已于2024年改名为“应诉.案件”；请在规则中改正"
    )


def test_a_tag_is_found_by_the_key_that_its_indicator_had(
    county: Workspace,  # noqa: F811
) -> None:
    (offered,) = tag_offers(county.catalogue(), "援助.民事")["援助"]
    assert offered.indicator.key == "援助.总数"


COURT = ("县法院", "填报表!D7", "517", False), ("县司法局", "填报表!D7", "500", True)


def test_last_years_figure_is_traced_to_its_own_draft_of_record(
    county: Workspace,  # noqa: F811
) -> None:
    traced = county.trace("上年(应诉.案件)")
    (figure,) = traced.figures
    assert (figure.name, figure.phrase) == ("2025年诉讼案件", "517件")
    assert figure.decision.startswith("已取值：采用县法院报的数，以法院台账为准；张三")
    cells = [(s.department, f"{s.sheet}!{s.cell}", s.said, s.overruled) for s in figure.sources]
    assert tuple(cells) == COURT
    assert {source.file.partition("/")[0] for source in figure.sources} == {"2025"}
    assert traced.notes == ("2025年的数取自定稿output/2025/第3稿",)
    assert [[mark.words for mark in use.marks] for use in traced.uses] == [["与上年持平"]]
    assert county.trace("2025年（应诉.案件）") == traced


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("上年(热线.总量)", ["30次", "2025年的数取自定稿output/2025/第3稿"]),
        (
            "上年(援助.总数)",
            [
                "450件",
                "2025年的数取自定稿output/2025/第3稿",
                "2026年：统计口径有变动（含值班），与上年不可比",
            ],
        ),
        (
            "2024年(援助.总数)",
            [
                "410件",
                "2024年的数取自定稿output/2024/第2稿",
                "2026年：统计口径有变动（含值班），与上年不可比",
            ],
        ),
        ("2024年(热线.总量)", ["2025年：新增指标，上年无此项"]),
        ("上年(执法.涉企)", ["2026年：由“专项检查”拆分，上年未单列"]),
        ("2023年(调解.件数)", ["2023年没有“调解案件”的数"]),
        ("上年(诉讼.案件)", ["“诉讼.案件”已于2025年改名为“应诉.案件”"]),
    ],
)
def test_an_earlier_year_is_answered_or_told_why_not(
    county: Workspace,  # noqa: F811
    question: str,
    answer: list[str],
) -> None:
    traced = county.trace(question)
    assert [*(figure.phrase for figure in traced.figures), *traced.notes] == answer


def test_a_merged_figure_of_an_older_year_is_traced_to_both_of_its_parts(
    county: Workspace,  # noqa: F811
) -> None:
    (figure,) = county.trace("2024年(援助.总数)").figures
    assert figure.workings == "360 + 50"
    assert [(s.department, s.file, s.answer) for s in figure.sources] == [
        ("王五", "2024/第2稿/报告.docx", "360"),
        ("县司法局", "2024/县司法局.xlsx", "350（未采用）"),
        ("县司法局", "2024/县司法局.xlsx", "50"),
    ]


@pytest.mark.slow
def test_what_was_published_is_last_years_figure_whatever_was_drafted_later(
    county: Workspace,  # noqa: F811
) -> None:
    for line in (
        "accept 手改 --only 3:1-3 --reason 已与部门核对",
        "draft",
        "publish --checked-by 周七 --checked-on 2025年11月20日",
        "edits --withdraw 1 --withdraw 2",
    ):
        answer = drafter(*line.split(), "--year", 2025, folder=county.folders.root)
        assert answer.returncode == 0, answer.stdout + answer.stderr
    later = in_year(county, 2025).drafted()
    assert (later.number, later.manifest.edits) == (5, ())
    traced = county.trace("上年(热线.总量)")
    assert traced.figures[0].phrase == "30次"
    assert traced.notes == ("2025年的数取自定稿output/2025/第4稿",)
    paragraphs = county.draft().manifest.paragraphs
    assert "来电33次，同比增长10%。" in [paragraph.text for paragraph in paragraphs]
