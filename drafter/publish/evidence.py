"""证据包: all that a publication rests on, in one file that shows any change made to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from drafter.publish.chain import LIST, listing
from drafter.word.package import Part, pack

SUMS, GUIDE = "校验.txt", "说明.txt"
_TEXT = """这是《{title}》的证据包，供存档和日后核对，内有各部门报来的原表，不对外公开。

内容（路径与drafter工作目录相同）：
  output/…/公开/      公开的文件
  output/…/第N稿/     各稿及其记录
  inputs/、records/   各部门报来的表（历次原件）、收件记录、审定意见
  templates/          指标目录和报告模板
  比对/               相邻两稿的变动和原因
  公开记录.json       第几稿、保密审查人和日期、公开文件的校验值
  校验.txt            每个文件的SHA-256
  清单.json           每个文件的路径、大小、SHA-256和链值

用drafter核对：
  drafter attest 证据包.zip --head 总校验值

不用drafter核对（Linux、macOS，在解压后的文件夹中）：
  sha256sum -c 校验.txt
总校验值这样算：h取64个0；按清单.json的次序，每个文件取一次
  h=$(printf '%s\\n%s\\n%s\\n%s\\n' "$h" 路径 大小 SHA-256 | sha256sum | cut -d' ' -f1)
最后的h就是总校验值，应与清单.json末尾的head相同，并与公开时记下的总校验值相同。

包内各文件彼此相符，只说明没有被单独改动；整包重做的，要靠另外保存的总校验值才看得出来。
公开时屏幕上显示的总校验值请抄录存档；工作目录的records中也有一份。
"""


class Pack(Struct, frozen=True):
    """The pack's bytes and its head: 64 hexadecimal digits that vouch for all of it."""

    content: bytes
    head: str


def evidence(title: str, files: Mapping[str, bytes]) -> Pack:
    """The pack of the files in their order, with a list of hashes and a guide. Nothing in it is
    compressed, so that its bytes depend on the files alone."""
    guide = _TEXT.format(title=title).encode()
    sums = "".join(f"{hashlib.sha256(c).hexdigest()}  {name}\n" for name, c in files.items())
    whole = {GUIDE: guide, SUMS: sums.encode(), **files}
    listed = listing(whole.items())
    members = {LIST: listed.to_bytes(), **whole}
    parts = (Part.stored(name, content) for name, content in members.items())
    return Pack(pack(parts, unix=True), listed.head)
