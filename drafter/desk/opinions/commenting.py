"""批注: what reviewers say of a figure or a paragraph, what is answered, whether it is resolved.
A comment goes on with every later draft, to where its figure or paragraph stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from drafter.desk.files.typed import passage, person
from drafter.desk.opinions.grounds import Grounds, differences, grounds
from drafter.desk.records.review_filings import Act, Comment, Subject
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.draft.record import Manifest, ParagraphRecord
from drafter.model.dates import official_moment
from drafter.model.errors import WorkspaceError
from drafter.review.compare.alignment import likeness


class Thread(Struct, frozen=True, dict=True):
    """A comment and what was said and done about it, in order."""

    opening: Comment
    acts: tuple[Comment, ...]

    @property
    def number(self) -> int:
        """What it is called by."""
        return self.opening.serial

    @property
    def subject(self) -> Subject:
        """What it is about."""
        assert self.opening.subject is not None
        return self.opening.subject

    @cached_property
    def resolved(self) -> bool:
        """Whether it is, by the last that was done about it."""
        deeds = [one.act for one in self.acts if one.act in (Act.RESOLVED, Act.REOPENED)]
        return deeds[-1:] == [Act.RESOLVED]


class Placed(Struct, frozen=True):
    """A thread where it stands in a draft, 0 and "" where what it is about does not; `change` says
    what became of that since, "" where nothing did."""

    thread: Thread
    paragraph: int = 0
    mark: str = ""
    change: str = ""


@alone
def comment_on_figure(
    workspace: Workspace, number: int | None, mark: str, words: str, who: str = ""
) -> Comment:
    """Open a thread on a figure of the draft of that number, or of the last one."""
    draft = workspace.drafted(number)
    ground = grounds(draft.manifest).ground(mark)
    at = next(one.paragraph for one in draft.manifest.marks if one.name == mark)
    subject = Subject(
        draft=draft.number, id=draft.manifest.id, paragraph=at, mark=mark, ground=ground
    )
    return _opened(workspace, draft, subject, words, who)


@alone
def comment_on_paragraph(
    workspace: Workspace, number: int | None, paragraph: int, words: str, who: str = ""
) -> Comment:
    """Open a thread on a paragraph."""
    draft = workspace.drafted(number)
    text = words_of(draft.manifest, paragraph)
    subject = Subject(draft=draft.number, id=draft.manifest.id, paragraph=paragraph, words=text)
    return _opened(workspace, draft, subject, words, who)


def words_of(manifest: Manifest, paragraph: int) -> str:
    """What the paragraph of that number says. Raises WorkspaceError where there is none."""
    text = next((one.text for one in manifest.paragraphs if one.number == paragraph), "")
    if not text:
        raise WorkspaceError("这一稿中没有这一段；请回到稿子重新选")
    return text


def _opened(
    workspace: Workspace, draft: Drafted, subject: Subject, words: str, who: str
) -> Comment:
    comment = Comment(
        act=Act.RAISED,
        subject=subject,
        words=passage(words, "批注的内容"),
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    return workspace.records(draft.manifest.year).file(comment)


@alone
def respond(workspace: Workspace, thread: int, act: Act, words: str = "", who: str = "") -> Comment:
    """Answer a comment, resolve it or open it again. What is done already is not done twice."""
    records = workspace.records(workspace.year())
    subject = next((t for t in threads(records.filed(Comment)) if t.number == thread), None)
    if subject is None or act is Act.RAISED:
        raise WorkspaceError(f"没有第{thread}号批注；请回到稿子重新选")
    if act is not Act.ANSWERED and subject.resolved == (act is Act.RESOLVED):
        raise WorkspaceError(f"第{thread}号批注{'已经办结' if subject.resolved else '还没有办结'}")
    comment = Comment(
        thread=thread,
        act=act,
        words=passage(words, "答复的内容") if words.strip() or act is Act.ANSWERED else "",
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    return records.file(comment)


def threads(comments: Sequence[Comment]) -> list[Thread]:
    """The threads by number. What was said about a comment whose record is lost waits for it."""
    acts: dict[int, list[Comment]] = {}
    for comment in comments:
        acts.setdefault(comment.thread, []).append(comment)
    opening = (one for one in acts.get(0, ()) if one.subject)
    return [Thread(one, tuple(acts.get(one.serial, ()))) for one in opening]


def placed(held: Iterable[Thread], draft: Drafted, resting: Grounds) -> list[Placed]:
    """The threads where they stand in the draft, in the order of its text; those last whose figure
    or paragraph it has no more. A draft shows no thread that was opened on a later one."""
    standing = [
        _of_figure(thread, resting) if thread.subject.ground else _of_text(thread, draft.manifest)
        for thread in held
        if thread.subject.draft <= draft.number
    ]
    return sorted(standing, key=lambda one: (not (one.paragraph or one.mark), one.paragraph))


def _of_figure(thread: Thread, resting: Grounds) -> Placed:
    ground = thread.subject.ground
    assert ground is not None
    mark = resting.successor(ground)
    if mark is None:
        return Placed(thread, change=f"稿中已没有所批的数（{ground.label} {ground.words}）")
    changes = "；".join(differences(ground, resting.by_mark[mark.name]))
    return Placed(thread, mark.paragraph, mark.name, changes)


def _of_text(thread: Thread, manifest: Manifest) -> Placed:
    """Where the very words stand, nearest to where they stood; else where most is left of them."""
    subject = thread.subject
    same = [one for one in manifest.paragraphs if one.text == subject.words]
    if same:
        nearest = min(same, key=lambda one: abs(one.number - subject.paragraph))
        return Placed(thread, nearest.number)
    alike = max(manifest.paragraphs, key=lambda one: _alike(one, subject), default=None)
    if alike is None or not _alike(alike, subject):
        return Placed(thread, change="所批的一段已不在稿中")
    return Placed(thread, alike.number, change="所批文字已变动")


def _alike(paragraph: ParagraphRecord, subject: Subject) -> float:
    return likeness(paragraph.text, subject.words)
