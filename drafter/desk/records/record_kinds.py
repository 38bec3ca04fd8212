"""The kinds of records that are kept of a year: which folder is whose, what makes up for one."""

from __future__ import annotations

from drafter.desk.records.dealings import Attachment, Dealing, Division
from drafter.desk.records.filings import Publication, Receipt, Returned, Signature
from drafter.desk.records.review_filings import (
    Comment,
    HandUp,
    Lock,
    Look,
    Making,
    Notice,
    Round,
    Ruling,
    Tick,
    View,
)
from drafter.model.decision import Decision
from drafter.model.record import Filed

RECEIPTS, ORIGINALS, DECISIONS = "收件", "原件", "决定"

LOG = "日志"
ATTACHED_FILES = "佐证原件"
_HANDED = ("报送", "佐证", ATTACHED_FILES)
# The records by folder, and what makes up for one that is lost.
KINDS: dict[str, tuple[type[Filed], str]] = {
    RECEIPTS: (Receipt, "运行一次 drafter check"),
    DECISIONS: (Decision, "重新决定"),
    "公开": (Publication, "重新公开"),
    "来稿": (Returned, "把改回来的文件重新送一次"),
    "佐证": (Attachment, "请部门重新上传"),
    "报送": (Dealing, "重新确认、退回、解锁或延期"),
    "分工": (Division, "请部门重新分工"),
    "审签": (Signature, "请本人重新审签"),
    "批注": (Comment, "请本人重新批注"),
    "已核": (Tick, "请本人重新核对"),
    "锁定": (Lock, "重新锁定或解锁"),
    "上报": (HandUp, "重新上报"),
    "拟稿": (Making, "由拟稿人说明"),
    "函件": (Notice, "重新出函"),
    "阅知": (Look, "请本人重新阅看"),
    "征求意见": (Round, "重新征求意见"),
    "反馈": (View, "请该部门重新反馈"),
    "采纳": (Ruling, "重新写明是否采纳"),
}
_REVIEWED = ("审签", "批注", "已核", "锁定", "拟稿", "征求意见", "反馈", "采纳", "函件", "上报")
# What goes into the evidence pack, in this order.
PACKED = (RECEIPTS, ORIGINALS, DECISIONS, *_HANDED, *_REVIEWED, LOG)
# What no check of the forms hangs on.
ASIDE = frozenset((*_REVIEWED, "阅知", "分工", LOG, ATTACHED_FILES))
FOLDERS = {record: folder for folder, (record, _) in KINDS.items()}
