"""Where a matter that stands against publishing is settled."""

from __future__ import annotations

from drafter.model.finding import Finding

_FORMS = {"workbook-missing": "催报", "workbook-twice": "选定一份"}
# What is mended by making a draft anew, by code; the rest that publishing finds is in the draft.
ANEW = ("publish-stale", "publish-error")


def settled_in(finding: Finding) -> tuple[str, str]:
    """(the column of the desk, what is done there)."""
    code = finding.code
    if code in ANEW:
        return "稿子", "生成新一稿"
    if code.startswith("publish-"):
        return "稿子", "看稿，在模板或Word中改正"
    if code.startswith("workbook-"):
        return "部门", _FORMS.get(code, "收表")
    if code.startswith("edit-"):
        return "意见", "核定手改"
    return "意见", "退回更正，或写明理由采纳"
