"""What was done of a budget or a plan: 年初预算15,431万元，完成9,274万元，为预算的60.1%."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.model.finding import Severity
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.share_remarks import rate_of, wrong_share
from drafter.proof.numbers.misprint import LENGTH, quotient_near, slips
from drafter.proof.numbers.printed import printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.bases import holds
from drafter.proof.ratios.sharing import Pair, is_due, own_budget, parts_with_shares
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Row
from drafter.proof.rows.verdict import about
from drafter.proof.text.passage import Remark


def budgets(account: Account) -> Iterator[Remark]:
    """Shares of a budget that it does not give, each with the budget right before it.

    >>> from drafter.proof.trying import remarks
    >>> text = "收入预算为2,460万元，完成2,583万元，为预算的{}%；支出预算调整为{}万元，"
    >>> text += "完成1,710万元，为调整预算的95%。"
    >>> remarks(budgets, text.format("105", "1,800"))
    []
    >>> remarks(budgets, text.format("150", "1,800"))
    ['错误 占比写作150%，2,583万÷2,460万=105%；疑为105误作150']
    >>> remarks(budgets, text.format("105", "8,100"))
    ['错误 占比写作95%，1,710万÷8,100万=21.11%；疑为1800万误作8100万']
    >>> remarks(budgets, "任务数480户，后经批准调整为560户，实际完成602户，为任务数的125.4%。")
    []
    """
    for table in account.named:
        earlier = [*account.earlier(table)]
        for pair in parts_with_shares(table, earlier):
            if pair.whole is None and is_due(pair.of):
                budget = own_budget(pair.row, [*earlier, *table.rows])
                before = [r for r in table.rows if r.head.index < pair.row.head.index]
                wholes = [row for row in before if alike(row.unit, pair.row.unit)]
                if budget and not any(_fits(pair, row) for row in (*wholes, budget)):
                    yield from _judge(pair, budget)


def _fits(pair: Pair, whole: Row) -> bool:
    amounts = [pair.row.amount, pair.share.amount, whole.amount]
    return any(one.hedged for one in amounts) or holds([printed(one) for one in amounts])


def _judge(pair: Pair, budget: Row) -> Iterator[Remark]:
    amounts = [pair.row.amount, pair.share.amount, budget.amount]
    misprints = slips(amounts, holds, LENGTH, quotient_near(1, 0, 2), broadly=True)
    older = about(pair.share.amount.value, rate_of(pair, budget.amount.quantity))
    if misprints or older or stale(amounts):
        yield wrong_share(Severity.ERROR, pair, budget.head, misprints)
