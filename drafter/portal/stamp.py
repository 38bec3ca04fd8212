"""Words of ours that a page brings back: what others put in their place is not shown."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

_SALT = "stamp"


def stamped(words: str) -> str:
    """The words, signed."""
    return Signer(salt=_SALT).sign(words)


def read_stamp(stamp: str) -> str:
    """The words that were signed; "" where they are not ours."""
    try:
        return Signer(salt=_SALT).unsign(stamp)
    except BadSignature:
        return ""
