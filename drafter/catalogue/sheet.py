"""指标目录.xlsx → Catalogue. Every mistake is named at its cell, all in one reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import tee

from msgspec.structs import replace

from drafter.catalogue.bygone import read_bygone
from drafter.catalogue.catalogue import Catalogue, Department, Rule
from drafter.catalogue.checklist import read_checklist
from drafter.catalogue.circles import refuse_circles
from drafter.catalogue.fixed_sheet import TABLES, crossed, read_fixed
from drafter.catalogue.indicator import Column, Indicator
from drafter.catalogue.indicator_row import (
    DEFINITION,
    DIRECT,
    INDICATOR_COLUMNS,
    indicator_of,
    is_key,
    unit_of,
)
from drafter.catalogue.lineage import is_stopped
from drafter.catalogue.lineages import fates, with_lineages
from drafter.catalogue.regions import check_parents, read_regions
from drafter.catalogue.rows import Mistakes, Row, nearest, rows
from drafter.catalogue.rules.language import (
    Comparison,
    Expression,
    Reference,
    RuleError,
    parse_formula,
    parse_rule,
    references,
)
from drafter.catalogue.rules.lines import Tables, axis, spread
from drafter.catalogue.settings import LATEST_YEAR, read_settings
from drafter.model.finding import Finding, Kind, Severity
from drafter.model.shown import shown
from drafter.workbook.reader import Workbook

TABLE_COLUMNS = ("指标编号", "列名", "计量单位", "类型", "填报说明")
RULE_COLUMNS = ("规则", "级别", "说明")
DEPARTMENT_COLUMNS = ("部门", "联系人", "联系电话")
EARLIER = "曾用名"  # of a department; the sheet may do without the column
_LONGEST_NAME = 31
Gone = Mapping[str, str]  # what became of the keys that are not asked any more
_COLUMN_KINDS = tuple(kind for kind in Kind if kind is not Kind.TABLE)


def read_catalogue(book: Workbook) -> tuple[Catalogue | None, list[Finding]]:
    """The catalogue and its mistakes; no catalogue where there is a mistake."""
    mistakes = Mistakes(book.file)
    settings = read_settings(book, mistakes)
    departments = _departments(book, mistakes)
    asked, asked_again, once_more = tee(rows(book, "指标", INDICATOR_COLUMNS, mistakes), 3)
    every = _with_columns(book, _indicators(asked, departments), mistakes)
    every = with_lineages(once_more, every, settings.year if settings else LATEST_YEAR)
    stopped = {key: one for key, one in every.items() if is_stopped(one.lineage)}
    fixed = read_fixed(book, departments, every, mistakes)
    indicators = {k: i for k, i in {**every, **fixed.cells}.items() if k not in stopped}
    gone = fates({**every, **fixed.cells})
    indicators = _with_formulas(asked_again, indicators, gone, mistakes)
    rules = tuple(_rules(book, indicators, gone, crossed(fixed.tables), mistakes))
    duties, regions = tuple(read_checklist(book, mistakes)), read_regions(book, mistakes)
    if settings is not None:
        check_parents(regions, settings.region, mistakes)
    if settings is None or mistakes.findings:
        return None, mistakes.findings
    named = (tuple(departments.values()), indicators, rules, duties, stopped, regions)
    catalogue = Catalogue(settings, *named, fixed.tables)
    catalogue = replace(catalogue, bygone=read_bygone(book, catalogue, mistakes))
    return (None, mistakes.findings) if mistakes.findings else (catalogue, [])


def _departments(book: Workbook, mistakes: Mistakes) -> dict[str, Department]:
    departments: dict[str, Department] = {}
    for row in rows(book, "部门", DEPARTMENT_COLUMNS, mistakes):
        name = row.required("部门")
        if unfit_name(name):
            row.mistake("catalogue-name", "部门", value=name, limit=_LONGEST_NAME)
        if name in departments:
            row.mistake("catalogue-twice", "部门", value=name, first="上文")
        earlier = tuple(row.list_in(EARLIER))
        departments[name] = Department(name, row.text("联系人"), row.text("联系电话"), earlier)
    return departments


def unfit_name(name: str) -> bool:
    """Whether no file and no sheet can bear the department's name."""
    unfit = re.search(r'[\\/:*?"<>|\[\]]', name) or shown(name) != name
    return len(name) > _LONGEST_NAME or bool(unfit)


def _indicators(asked: Iterable[Row], departments: dict[str, Department]) -> dict[str, Indicator]:
    indicators: dict[str, Indicator] = {}
    alike: dict[str, Indicator] = {}
    for row in asked:
        if not (key := row.required("指标编号")):
            continue
        if not is_key(key):
            row.mistake("catalogue-key", "指标编号", value=key)
        elif same := alike.get(key.casefold()):
            row.mistake("catalogue-twice", "指标编号", value=key, first=same.place.cell)
        else:
            indicators[key] = alike[key.casefold()] = indicator_of(row, key, departments)
    return indicators


def _with_columns(
    book: Workbook, indicators: dict[str, Indicator], mistakes: Mistakes
) -> dict[str, Indicator]:
    columns: dict[str, list[Column]] = {}
    for row in rows(book, "明细表", TABLE_COLUMNS, mistakes):
        key, name = row.required("指标编号"), row.required("列名")
        table = indicators.get(key)
        if (table is None or table.kind is not Kind.TABLE) and "指标" not in mistakes.unread:
            row.mistake("catalogue-not-table", "指标编号", value=key)
        if name in (column.name for column in columns.get(key, ())):
            row.mistake("catalogue-twice", "列名", value=name, first="上文")
        if name in ("序号", "说明"):
            row.mistake("catalogue-column-name", "列名", value=name)
        kind = Kind(row.choice("类型", _COLUMN_KINDS, Kind.TEXT))
        guides = (row.text("填报说明"), row.text(DEFINITION))
        column = Column(name, unit_of(row, kind), kind, *guides)
        columns.setdefault(key, []).append(column)
    return {key: _columned(i, columns.get(key, []), mistakes) for key, i in indicators.items()}


def _columned(indicator: Indicator, columns: list[Column], mistakes: Mistakes) -> Indicator:
    if indicator.kind is Kind.TABLE and not columns and "明细表" not in mistakes.unread:
        place = indicator.place
        mistakes.add("catalogue-no-columns", place.sheet, place.cell, key=indicator.key)
    return replace(indicator, columns=tuple(columns)) if columns else indicator


def _with_formulas(
    asked: Iterable[Row], indicators: dict[str, Indicator], gone: Gone, mistakes: Mistakes
) -> dict[str, Indicator]:
    read = dict(indicators)
    for row in asked:
        if not row.text("计算公式") and row.text("类型") != Kind.RATE:
            continue
        indicator = read.get(row.text("指标编号"))
        if indicator and indicator.place == row.place("指标编号"):
            read[indicator.key] = replace(indicator, formula=_formula(row, read, gone))
    refuse_circles(read, mistakes)
    return read


def _formula(row: Row, indicators: dict[str, Indicator], gone: Gone) -> Expression | None:
    text, kind = row.text("计算公式"), row.text("类型")
    if not text and kind == Kind.RATE:
        row.mistake("catalogue-rate", "计算公式")
    if not text or text == DIRECT:
        return None
    if kind in tuple(Kind) and not Kind(kind).counts:
        row.mistake("catalogue-formula-kind", "计算公式", kind=kind)
    return _parsed(row, "计算公式", indicators, gone)


def _rules(
    book: Workbook,
    indicators: dict[str, Indicator],
    gone: Gone,
    tables: Tables,
    mistakes: Mistakes,
) -> Iterable[Rule]:
    for row in rows(book, "校验规则", RULE_COLUMNS, mistakes):
        severity = Severity(row.choice("级别", list(Severity), Severity.ERROR))
        text = row.required("规则")
        for line, test in _tests(row, text, indicators, gone, tables) if text else ():
            yield Rule(test, text, severity, row.text("说明"), row.place("规则"), line)


def _tests(
    row: Row, text: str, indicators: dict[str, Indicator], gone: Gone, tables: Tables
) -> list[tuple[str, Comparison]]:
    """The cell's rule, or what it states of each row or column; none, and mistakes at the cell,
    where it cannot be used."""
    try:
        test = parse_rule(text)
        tests = [] if _unread(row, test) else spread(test, tables)
    except RuleError as error:
        row.mistake("catalogue-rule", "规则", rule=text, reason=error)
        return []
    named = dict.fromkeys(reference for _, one in tests for reference in references(one))
    wrong = [_refuse(row, "规则", reference, indicators, gone) for reference in named]
    return [] if any(wrong) else tests


def _unread(row: Row, test: Comparison) -> bool:
    """Whether the rule names lines of tables that could not be read."""
    return TABLES in row.mistakes.unread and any(map(axis, references(test)))


def _parsed(
    row: Row, column: str, indicators: dict[str, Indicator], gone: Gone
) -> Expression | None:
    """The cell's formula; None, and mistakes at the cell, where it cannot be used."""
    text = row.text(column)
    try:
        node = parse_formula(text)
    except RuleError as error:
        row.mistake("catalogue-rule", column, rule=text, reason=error)
        return None
    wrong = [_refuse(row, column, one, indicators, gone) for one in references(node)]
    return None if any(wrong) else node


def _refuse(
    row: Row, column: str, reference: Reference, indicators: dict[str, Indicator], gone: Gone
) -> bool:
    """Whether nothing can be calculated with the reference; the cell then has a mistake."""
    indicator, name = indicators.get(reference.key), reference.name
    if row.mistakes.unread & {"指标", "明细表", TABLES}:
        return True
    if reference.key in gone:
        row.mistake("catalogue-rule-gone", column, name=name, fate=gone[reference.key])
    elif indicator is None:
        hint = nearest(reference.key, list(indicators))
        row.mistake("catalogue-rule-name", column, name=name, hint=hint)
    elif reference.column and not indicator.column(reference.column):
        details = {"table": indicator.label, "column": reference.column}
        row.mistake("catalogue-rule-column", column, name=name, **details)
    elif indicator.kind is Kind.TABLE and not reference.column:
        row.mistake("catalogue-rule-table", column, name=name)
    elif not reference.column and not indicator.kind.counts:
        row.mistake("catalogue-rule-text", column, name=name, kind=indicator.kind)
    else:
        return False
    return True
