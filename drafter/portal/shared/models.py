"""Who may come in: people by their password, departments by a link and its PIN. Nothing of the
year's work is here: it is in the workspace's records."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from drafter.desk.year.workspace import now
from drafter.portal.member import Member, Role

LINK = "link:"  # begins the login of who comes by a link; nobody else's may


class Accounts(BaseUserManager["Account"]):
    """The accounts."""

    def of_people(self) -> models.QuerySet[Account]:
        """Those of people, by name."""
        return self.exclude(login__startswith=LINK).order_by("name", "login")

    def of_links(self) -> models.QuerySet[Account]:
        """Those that stand for a department's link, the newest last."""
        return self.filter(login__startswith=LINK).order_by("id")


class Account(AbstractBaseUser):
    """Somebody, or a department's link: `login` is then its hash, the password its PIN. Without a
    role, which another gives than who makes the account, nothing opens."""

    login: models.CharField[str, str] = models.CharField(max_length=80, unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=40)
    role: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    department: models.CharField[str, str] = models.CharField(max_length=80, blank=True)
    section: models.CharField[str, str] = models.CharField(max_length=80, blank=True)
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    provisional: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    expiry: models.DateField[date | None, date | None] = models.DateField(null=True)
    made: models.DateTimeField[object, object] = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        """Named as what it is."""

        db_table = "portal_account"

    @property
    def is_link(self) -> bool:
        """Whether it stands for a link."""
        return self.login.startswith(LINK)

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.expiry is not None and now().date() > self.expiry

    def member(self, name: str = "") -> Member | None:
        """Who that is at the desk, under the name that somebody gave who came by a link; None where
        nobody gave the account a role yet."""
        if not self.role:
            return None
        login = "" if self.is_link else self.login
        return Member(name or self.name, Role(self.role), self.department, self.section, login)
