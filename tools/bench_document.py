"""What the bench fills: a report of about fifteen pages, and the same data for both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Kind
from drafter.model.quantity import Quantity
from drafter.standard.new_document import new_document, paragraph

SLOTS, CONDITIONALS, TABLES, ROWS = 200, 10, 3, 10
_THEMES, _COLUMNS = 10, ("项目", "件数", "办结数")
_SENTENCE = (
    "围绕群众关切压实责任、完善机制，全年办理有关事项{first}件，其中按期办结{second}件，"
    "其余均在法定期限内依法推进，群众满意度持续提高。"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A template, its data as drafter takes it, and the same data as plain dicts of strings."""

    template: bytes
    entries: Mapping[str, Entry]
    plain: Mapping[str, Any]


def sample(slots: int = SLOTS) -> Sample:
    """A template with that many slots in its sentences, ten conditionals and three tables."""
    entries = {**_figures(slots), **_switches(), **_tables()}
    body = "".join([*_sentences(slots), *_conditionals(), *map(_table, range(TABLES))])
    return Sample(new_document(body), entries, _plain(entries))


def _key(number: int) -> str:
    return f"主题{number % _THEMES}.指标{number}"


def _figures(slots: int) -> dict[str, Entry]:
    return {_key(n): _figure(_key(n), 37 * n + 11) for n in range(slots)}


def _figure(key: str, amount: int) -> Figure:
    return Figure(Quantity.exact(amount), key, key, "件", Kind.INTEGER)


def _switches() -> dict[str, Entry]:
    """Every second one is empty, which both engines take for false."""
    keys = [f"情形.第{n}种" for n in range(CONDITIONALS)]
    return {key: Figure("有" * (n % 2), key, key, "", Kind.TEXT) for n, key in enumerate(keys)}


def _tables() -> dict[str, Entry]:
    return {f"明细.表{n}": Table(f"明细.表{n}", f"表{n}", _rows(n)) for n in range(TABLES)}


def _rows(table: int) -> tuple[Mapping[str, Figure], ...]:
    amounts = range(ROWS * table, ROWS * table + ROWS)
    return tuple({name: _figure("", 7 * n + 3) for name in _COLUMNS} for n in amounts)


def _sentences(slots: int) -> Iterator[str]:
    for number in range(0, slots, 2):
        first, second = (f"{{{{ {_key(n)} }}}}" for n in (number, number + 1))
        yield paragraph(_SENTENCE.format(first=first, second=second))


def _conditionals() -> Iterator[str]:
    for number in range(CONDITIONALS):
        yield paragraph(f"{{%p if 情形.第{number}种 %}}")
        yield paragraph("对照上级要求逐项检查，未发现需要说明的其他情况。")
        yield paragraph("{%p endif %}")


def _table(number: int) -> str:
    rows = (
        _COLUMNS,
        (f"{{%tr for 行 in 明细.表{number} %}}", "", ""),
        tuple(f"{{{{ 行.{name} }}}}" for name in _COLUMNS),
        ("{%tr endfor %}", "", ""),
    )
    grid = '<w:gridCol w:w="2900"/>' * len(_COLUMNS)
    head = f"<w:tblPr/><w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl>{head}{''.join(map(_row, rows))}</w:tbl>{paragraph('')}"


def _row(texts: tuple[str, ...]) -> str:
    cells = "".join(f"<w:tc>{paragraph(text, 'TableText')}</w:tc>" for text in texts)
    return f"<w:tr>{cells}</w:tr>"


def _plain(entries: Mapping[str, Entry]) -> dict[str, Any]:
    themes: dict[str, Any] = {}
    for key, entry in entries.items():
        theme, _, name = key.partition(".")
        themes.setdefault(theme, {})[name] = _words(entry)
    return themes


def _words(entry: Entry) -> str | list[dict[str, str]]:
    if isinstance(entry, Table):
        return [{name: text(figure) for name, figure in row.items()} for row in entry.rows]
    return text(entry)
