"""The portal's first table: accounts."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes it."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[migrations.CreateModel]] = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("login", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("role", models.CharField(blank=True, max_length=8)),
                ("department", models.CharField(blank=True, max_length=80)),
                ("section", models.CharField(blank=True, max_length=80)),
                ("is_active", models.BooleanField(default=True)),
                ("provisional", models.BooleanField(default=False)),
                ("expiry", models.DateField(null=True)),
                ("made", models.DateTimeField(auto_now_add=True)),
            ],
            options={"db_table": "portal_account"},
        ),
    ]
