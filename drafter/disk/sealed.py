"""Bytes that only this user's drafter can have written: sealed with a key that no workspace holds.

A folder may come from anybody. What is found in it under a seal of another key, or of none, is not
made use of.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import sys
from pathlib import Path

_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def sealed(key: bytes, name: str, content: bytes) -> bytes:
    """The content under a seal, which holds for it and for that name."""
    return _seal(key, name, content) + content


def unsealed(key: bytes, name: str, content: bytes) -> bytes | None:
    """The content; None where the seal is not the key's, or another name's."""
    seal, rest = content[:_BYTES], content[_BYTES:]
    return rest if hmac.compare_digest(seal, _seal(key, name, rest)) else None


def _seal(key: bytes, name: str, content: bytes) -> bytes:
    return hmac.digest(key, hashlib.sha256(name.encode()).digest() + content, "sha256")


def own_key(outside: Path) -> bytes | None:
    """This user's key, made where there is none yet; None where the system keeps no folder for it
    outside of the one that is named, or others than the user could read it there."""
    path = own_path("key")
    try:
        if path.parent.resolve().is_relative_to(outside.resolve()):
            return None
        return _read(path) or _made(path)
    except (OSError, RuntimeError):
        return None


def own_path(name: str) -> Path:
    """Where a file of this user's, which is no workspace's, stands."""
    return _folder() / "drafter" / name


def _folder() -> Path:
    """Where the system keeps a user's settings."""
    name = "APPDATA" if sys.platform == "win32" else "XDG_CONFIG_HOME"
    folder = Path(os.environ.get(name, ""))
    return folder if folder.is_absolute() else Path.home() / ".config"


def _read(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        if hasattr(os, "getuid"):
            status = os.fstat(stream.fileno())
            if status.st_uid != os.getuid() or status.st_mode & _OTHERS:
                raise PermissionError(path)
        key = stream.read(_BYTES + 1)
    return key if len(key) == _BYTES else None


def _made(path: Path) -> bytes:
    """A new key. Of two that are made at once the later stays, and the other seals nothing more."""
    import secrets

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new, key = path.with_name(f"key.{secrets.token_hex(8)}"), secrets.token_bytes(_BYTES)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(key)
    new.replace(path)
    return key
