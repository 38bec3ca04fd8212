"""What the worker answered about files, by the hash of their content: the same bytes need not be
opened twice. An answer stays what it was, data from outside, and is checked whenever it is used."""

from __future__ import annotations

from threading import Lock

import msgspec

_MOST = 48 << 20  # bytes of all answers


class Answers:
    """The answers used last; `grown` tells that there are some which were not given at first."""

    def __init__(self, content: bytes = b"") -> None:
        kind = dict[str, bytes]
        self._by_digest = msgspec.msgpack.decode(content, type=kind) if content else kind()
        self._size = sum(map(len, self._by_digest.values()))
        self._lock = Lock()  # several threads may have readers that share what they read
        self.grown = False

    def __contains__(self, digest: str) -> bool:
        return digest in self._by_digest

    def of(self, digest: str) -> bytes | None:
        """The answer about the file of that hash; None where there is none."""
        with self._lock:
            answer = self._by_digest.pop(digest, None)
            if answer is not None:
                self._by_digest[digest] = answer
        return answer

    def add(self, digest: str, answer: bytes) -> None:
        """Keep an answer, in place of those longest unused."""
        with self._lock:
            self._size += len(answer) - len(self._by_digest.pop(digest, b""))
            self._by_digest[digest] = answer
            self.grown = True
            while self._size > _MOST:
                self._size -= len(self._by_digest.pop(next(iter(self._by_digest))))

    def to_bytes(self) -> bytes:
        """All of them."""
        with self._lock:
            return msgspec.msgpack.encode(self._by_digest)
