"""What is wrong with a password, in our words: Django's own are not all translated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drafter.portal.shared.models import Account

SHORTEST = 10
WORDS: Mapping[str, str] = {
    "password_too_short": f"密码至少要{SHORTEST}个字符",
    "password_too_common": "密码太常见，容易被猜中",
    "password_entirely_numeric": "密码不能全是数字",
    "password_too_similar": "密码与账号或姓名太相近",
}


def unfit(password: str, account: Account) -> list[str]:
    """What is wrong with it, a sentence each; none where it will do."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, account)
    except ValidationError as error:
        return [WORDS[str(one.code)] for one in error.error_list]
    return []
