"""Where a figure comes from, in the words of a Word comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.draft.record import FigureRecord, FigureState, SourceRecord, all_behind

_MOST_SOURCES = 12


def explanation(figure: FigureRecord, checks: Sequence[str] = ()) -> str:
    """Label and key, how it was calculated, and each cell with what was entered and explained.

    An edit by hand comes first: no department stands behind it.
    """
    lines = [figure.name + (f"（{figure.key}）" if figure.key else "")]
    if figure.edit is not None:
        ruled = [f"审定：{figure.edit.decision}"] if figure.edit.decision else []
        lines += [figure.edit.sentence(), *ruled, "以下为部门原报，与正文不一致："]
    if figure.state is FigureState.MISSING:
        lines.append(f"尚未收到：{'；'.join(figure.awaited)}")
        if not figure.workings:
            return "\n".join(lines)
    if figure.workings:
        lines.append(f"计算：{figure.workings}")
    lines += [f"核对：{check}" for check in checks]
    lines += [f"审定：{ruling}" for ruling in figure.decision.splitlines()]
    sources = list(all_behind(figure.sources))
    lines += [line for source in sources[:_MOST_SOURCES] for line in _source_lines(source)]
    if len(sources) > _MOST_SOURCES:
        lines.append(f"……共{len(sources)}个单元格，详见溯源.xlsx")
    return "\n".join(lines)


def _source_lines(source: SourceRecord) -> Iterator[str]:
    yield source.line
    if source.explanation:
        yield f"说明：{source.explanation}"
