"""Renders with whatever is `docxtpl` in the environment that runs this: for the bench alone.

Called with a folder that holds template.docx and data.json. Each line on standard input is a number
of renderings; the answer is the processor seconds that each took. The last one is left in out.docx.
It imports nothing of drafter, which is not installed in that environment.
"""

from __future__ import annotations

import gc
import json
import sys
from io import BytesIO
from pathlib import Path
from time import process_time


def main(folder: Path) -> None:
    """Answer until standard input ends. The first line tells how long the import took."""
    start = process_time()
    from docxtpl import DocxTemplate

    print(process_time() - start, flush=True)
    template = (folder / "template.docx").read_bytes()
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    out = b""
    for line in sys.stdin:
        gc.collect()
        times = []
        for _ in range(int(line)):
            start = process_time()
            document, stream = DocxTemplate(BytesIO(template)), BytesIO()
            document.render(dict(data))
            document.save(stream)
            out = stream.getvalue()
            times.append(process_time() - start)
        (folder / "out.docx").write_bytes(out)
        print(*times, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
