"""Files that are sent: bounded, and known by a name that is no path."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from msgspec import Struct

from drafter.disk.names import safe_name
from drafter.model.errors import WorkspaceError
from drafter.portal.request import DeskRequest

MOST_BYTES = 64 << 20  # of one request: a hundred forms and a report
MOST_FILES = 300
MOST_OF_ONE = 10 << 20
TOO_LARGE = f"送来的文件合计超过{MOST_BYTES >> 20}MB，或超过{MOST_FILES}个，没有接收；请分几次送"
_LARGER = f"超过{MOST_OF_ONE >> 20}MB，没有接收"


class Sent(Struct, frozen=True):
    """Files as they were sent, each in a folder of its own under the name that it bears; gone when
    the job that they are for is over."""

    folder: Path
    files: tuple[Path, ...]

    @property
    def only(self) -> Path:
        """The file. Raises WorkspaceError where there are several."""
        if len(self.files) != 1:
            raise WorkspaceError("这里一次只收一个文件")
        return self.files[0]

    def clear(self) -> None:
        """Remove them."""
        shutil.rmtree(self.folder, ignore_errors=True)


def sent_files(request: DeskRequest, field: str = "files", zips: bool = False) -> Sent:
    """The files of the form's field. Raises WorkspaceError for none, and for one too large; `zips`
    may be as large as a whole request."""
    files = request.FILES.getlist(field)
    if not files:
        raise WorkspaceError("还没有选文件；请选好或拖入文件后再送")
    for file in files:
        whole = zips and (file.name or "").lower().endswith(".zip")
        if (file.size or 0) > MOST_OF_ONE and not whole:
            raise WorkspaceError(f"{file.name}：{_LARGER}")
    folder = Path(tempfile.mkdtemp(prefix="drafter-"))
    return Sent(folder, tuple(_saved(file, folder / str(n)) for n, file in enumerate(files)))


def _saved(file: UploadedFile[bytes], folder: Path) -> Path:
    path = folder / (safe_name(file.name or "") or "未命名")
    folder.mkdir()
    with path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    return path
