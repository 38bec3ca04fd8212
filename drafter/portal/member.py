"""Who is at the desk: name and role; on the clerk's own machine it is the clerk, without a name."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """What somebody is there for. The last three are kept apart (三员分立)."""

    DRAFTING = "起草"
    DEPARTMENT = "部门填报"
    REVIEW = "审阅"
    LEADER = "领导"
    SYSTEM = "系统"
    SECURITY = "安全"
    AUDIT = "审计"


class Member(Struct, frozen=True):
    """Somebody who came in: what the records call them, and for which department, or which 科室 of
    it, they speak; "" where for none."""

    name: str
    role: Role
    department: str = ""
    section: str = ""
    login: str = ""


CLERK = Member("", Role.DRAFTING)
