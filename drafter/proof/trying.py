"""A hypothesis tried on a passage, as its examples do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drafter.model.finding import Finding, Place
from drafter.model.sentence import sentence
from drafter.proof.account.account import Account
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Remark, passages


def remarks(hypothesis: Callable[[Account], Iterator[Remark]], text: str) -> list[str]:
    """What the hypothesis remarks on the text, as a user reads it."""
    account = Account.of(Document.of(passages(text.split("\n"))))
    return [
        f"{one.severity} {sentence(finding)}"
        for one in hypothesis(account)
        if (finding := Finding(one.code, one.severity, Place(""), details=one.details))
    ]
