"""The machines that a release is made for, as pip names them."""

from __future__ import annotations

from msgspec import Struct

_GLIBC = ("2_28", "2_27", "2_26", "2_17")


class Target(Struct, frozen=True):
    """A system, and the Pythons on it."""

    name: str
    platforms: tuple[str, ...]
    pythons: tuple[str, ...]

    def options(self, python: str) -> list[str]:
        """pip's options for wheels that this Python takes there."""
        platforms = [f"--platform={platform}" for platform in self.platforms]
        return [*platforms, f"--python-version={python}", "--only-binary=:all:"]


def _linux(machine: str) -> Target:
    """glibc 2.28 is that of 银河麒麟V10 and 统信UOS 20."""
    glibc = tuple(f"manylinux_{version}_{machine}" for version in _GLIBC)
    platforms = (*glibc, f"manylinux2014_{machine}")
    return Target(f"linux-{machine}", platforms, ("3.11", "3.12", "3.13"))


WINDOWS = Target("win64", ("win_amd64",), ("3.13",))
LINUX = tuple(_linux(machine) for machine in ("x86_64", "aarch64"))
