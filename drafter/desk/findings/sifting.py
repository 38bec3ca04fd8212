"""Which of all findings are meant: by department, sort, weight, what was done, and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from drafter.model.category import Category, category
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Status
from drafter.model.sentence import line

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue


class Standing(StrEnum):
    """How far a finding is."""

    OPEN = "未决定"
    WAITING = "待处理"
    EXPLAINED = "已说明"
    DECIDED = "已决定"
    ALL = "全部"


_LEFT = {Standing.WAITING: Status.WAITING, Standing.EXPLAINED: Status.EXPLAINED}


class Sieve(Struct, frozen=True):
    """What has to hold of a finding; what is empty lets all through."""

    departments: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severity: str = ""
    standing: str = Standing.OPEN
    words: str = ""

    @classmethod
    def of(cls, names: Sequence[str], catalogue: Catalogue) -> Self:
        """For names of departments and of sorts. Raises WorkspaceError for one that is neither."""
        from drafter.catalogue.rows import nearest

        offices = [department.name for department in catalogue.departments]
        sorts = [str(sort) for sort in Category if sort is not Category.HAND]  # one by one only
        for name in names:
            if name not in (*offices, *sorts):
                hint = nearest(name, [*offices, *sorts])
                listed = "、".join(sorts)
                raise WorkspaceError(f"“{name}”不是部门，也不是意见的类别（{listed}）{hint}")
        departments = tuple(name for name in names if name in offices)
        return cls(departments, tuple(name for name in names if name not in offices))

    def passed(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of which all that holds, in their order."""
        return [finding for finding in findings if self._passes(finding)]

    def _passes(self, finding: Finding) -> bool:
        return (
            (not self.departments or finding.department in self.departments)
            and (not self.categories or category(finding.code) in self.categories)
            and self.severity in ("", finding.severity)
            and self._stands(finding)
            and all(word in line(finding) for word in self.words.split())
        )

    def _stands(self, finding: Finding) -> bool:
        if self.standing in (Standing.OPEN, Standing.DECIDED):
            return finding.open is (self.standing == Standing.OPEN)
        return self.standing not in _LEFT or finding.status is _LEFT[Standing(self.standing)]
