""".portal/portal.toml: what the administrator settles for a portal; all of it may be left out."""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from drafter.desk.files.folders import read_file
from drafter.model.errors import WorkspaceError

_FOLDER, _FILE, _KEY, _DATABASE = ".portal", "portal.toml", "secret.key", "portal.sqlite3"
_URL, _SECRET = "DRAFTER_DATABASE", "DRAFTER_OIDC_SECRET"
_SQLITE = {
    "timeout": 20,  # seconds that a writer waits for another
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


class Provider(Struct, frozen=True, forbid_unknown_fields=True):
    """统一认证 by OpenID Connect: its address, our name there, and the claim that says an
    account's login. The secret may stand in the environment instead."""

    server: str
    client: str
    name: str = "统一认证"
    secret: str = ""
    claim: str = "preferred_username"


class Configuration(Struct, frozen=True, forbid_unknown_fields=True):
    """The names by which browsers ask for the portal, whether a proxy in front speaks TLS with
    them, the proxy's address, the database's (a file of the workspace where it is "")."""

    hosts: tuple[str, ...] = ()
    https: bool = False
    proxy: str = ""
    database: str = ""
    oidc: Provider | None = None


def folder(root: Path) -> Path:
    """What a workspace's portal alone has, for its user alone: database, key, configuration."""
    path = root / _FOLDER
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"写不进{root}；请检查文件夹的权限") from error
    return path


def configuration(root: Path) -> Configuration:
    """What is settled for the workspace's portal. Raises WorkspaceError."""
    path = folder(root) / _FILE
    try:
        text = read_file(path).decode() if path.is_file() else ""
        own = msgspec.convert(tomllib.loads(text), Configuration)
    except (ValueError, msgspec.ValidationError) as error:
        raise WorkspaceError(f"{_FOLDER}/{_FILE}写得不对：{error}") from error
    return own


def databases(own: Configuration, root: Path) -> dict[str, Any]:
    """The database as Django wants it. Raises WorkspaceError."""
    url = os.environ.get(_URL) or own.database
    if not url:
        name = str(folder(root) / _DATABASE)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": _SQLITE}
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        raise WorkspaceError("数据库的地址应写作 postgresql://用户:密码@主机:端口/库名")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_key(root: Path) -> str:
    """The key of sessions and tokens, made where there is none yet."""
    path = folder(root) / _KEY
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _whole(path)
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_urlsafe(64))
    return _whole(path)


def _whole(path: Path) -> str:
    key = read_file(path).decode(errors="replace")
    if len(key) < 50:  # what was being written when the machine stopped
        path.unlink()
        raise WorkspaceError(f"{_FOLDER}/{_KEY}不完整，已删除；请重新运行，各人须重新登录")
    return key


def provider_secret(provider: Provider) -> str:
    """The secret that the provider shares with us."""
    return os.environ.get(_SECRET) or provider.secret
