"""Files dragged to a place for files: the whole box takes them, and the page is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FileChooser, Page
from playwright.sync_api import TimeoutError as Unnoticed

from tests.portal.conftest import Served
from tests.portal.visitor import opening

pytestmark = pytest.mark.slow

# The same without the browser's own hand, which Chromium 86 does not lend.
_SYNTHETIC = """([where, names]) => {
    const held = new DataTransfer();
    names.forEach((name) => held.items.add(new File(['x'], name)));
    const told = { dataTransfer: held, bubbles: true, cancelable: true };
    const at = document.querySelector(where);
    return ['dragover', 'drop'].map((kind) => {
        at.dispatchEvent(new DragEvent(kind, told));
        return at.closest('form').classList.contains('over');
    });
}"""


def files(folder: Path, *names: str) -> list[Path]:
    """Files of those names."""
    made = [folder / name for name in names]
    for path in made:
        path.write_bytes(b"x")
    return made


def drag(page: Page, paths: Sequence[Path], *over: str, let_go: bool = True) -> None:
    """The browser's own dragging of files from outside, over the middle of one after another."""
    hand = page.context.new_cdp_session(page)
    data = {"items": [], "files": [*map(str, paths)], "dragOperationsMask": 1}
    page.locator(over[0]).scroll_into_view_if_needed()
    kinds = ["dragEnter", *["dragOver"] * len(over), *["drop"] * let_go]
    for kind, where in zip(kinds, (over[0], *over, over[-1]), strict=False):
        box = page.locator(where).bounding_box()
        assert box is not None
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        hand.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})
    hand.detach()


def laid(page: Page, form: str = "form.drop") -> list[list[str]]:
    """The names in each of the form's places for files."""
    script = "(form) => [...document.querySelector(form).querySelectorAll('input[type=file]')].map((i) => [...i.files].map((f) => f.name))"
    names: list[list[str]] = page.evaluate(script, form)
    return names


@pytest.mark.parametrize("where", ["form.drop label", "form.drop button", "form.drop input#files"])
def test_the_words_the_button_and_the_field_take_all_the_files(
    where: str, page: Page, desk: Served, tmp_path: Path
) -> None:
    page.goto(f"{desk.root}/departments/")
    drag(page, files(tmp_path, "甲.xlsx", "乙.xlsx"), where)
    assert laid(page) == [["甲.xlsx", "乙.xlsx"]]


def test_the_box_shows_that_it_would_take_them_while_they_are_over_it(
    page: Page, desk: Served, tmp_path: Path
) -> None:
    page.goto(f"{desk.root}/departments/")
    paths = files(tmp_path, "甲.xlsx")
    drag(page, paths, "form.drop label", let_go=False)
    page.wait_for_selector("form.drop.over")
    drag(page, paths, "form.drop label", "h1")
    page.wait_for_selector("form.drop:not(.over)")


def test_a_file_that_misses_the_box_does_not_replace_the_page(
    page: Page, desk: Served, tmp_path: Path
) -> None:
    page.goto(f"{desk.root}/departments/")
    drag(page, files(tmp_path, "甲.html"), "h1")
    page.wait_for_timeout(300)
    assert page.url == f"{desk.root}/departments/"
    assert laid(page) == [[]]


def test_of_two_fields_each_takes_its_own_and_two_files_fill_both(
    page: Page, desk: Served, tmp_path: Path
) -> None:
    page.goto(f"{desk.root}/compare/")
    old, new = files(tmp_path, "旧.docx", "新.docx")
    drag(page, [new], "label[for=file-new]")
    assert laid(page) == [[], ["新.docx"]]
    drag(page, [old], "form.drop button")
    assert laid(page) == [["旧.docx"], ["新.docx"]]
    drag(page, [new, old], "form.drop button")
    assert laid(page) == [["新.docx"], ["旧.docx"]]


def test_too_many_files_and_a_folder_are_answered_in_a_sentence_until_a_file_comes(
    page: Page, desk: Served, tmp_path: Path
) -> None:
    page.goto(f"{desk.root}/returned/")
    several = files(tmp_path, "甲.docx", "乙.docx")
    drag(page, several, "form.drop label")
    assert page.locator("form.drop [role=alert]").inner_text() == "这里一次只能放1个文件，请重新拖"
    (tmp_path / "文件夹").mkdir()
    drag(page, [tmp_path / "文件夹"], "form.drop button")
    assert page.locator("form.drop [role=alert]").inner_text().startswith("文件夹不能直接送")
    assert laid(page) == [[]]
    drag(page, several[:1], "form.drop button")
    assert page.locator("form.drop [role=alert]").count() == 0
    assert laid(page) == [["甲.docx"]]


def test_the_box_takes_them_in_chromium_86_too(desk: Served, chromium86: Browser) -> None:
    context = chromium86.new_context()
    page = context.new_page()
    page.goto(f"{desk.root}{opening(desk)}")
    page.goto(f"{desk.root}/departments/")
    over = page.evaluate(_SYNTHETIC, ["form.drop label", ["甲.xlsx", "乙.xlsx"]])
    assert over == [True, False]
    assert laid(page) == [["甲.xlsx", "乙.xlsx"]]
    context.close()


def chooser_by_key(page: Page) -> FileChooser:
    """The browser's own window for files. On a loaded machine it may take no notice of a key that
    comes right after others; a person presses again."""
    for _ in range(3):
        try:
            with page.expect_file_chooser(timeout=8_000) as opened:
                page.keyboard.press("Enter")
            return opened.value
        except Unnoticed:
            continue
    raise AssertionError("Enter opens no window for files")


def test_the_place_for_files_speaks_our_language_and_is_reached_by_key(
    page: Page, desk: Served, tmp_path: Path
) -> None:
    page.goto(f"{desk.root}/departments/")
    assert page.inner_text(".chooser .face") == "选取文件（可多选）"
    assert page.inner_text(".chooser .names") == "还没有选文件"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'file'"):
            break
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.face')).outlineStyle") == "solid"
    )
    chooser_by_key(page).set_files([*map(str, files(tmp_path, "甲.xlsx", "乙.xlsx"))])
    assert page.inner_text(".chooser .names") == "已选2个：甲.xlsx、乙.xlsx"
    page.goto(f"{desk.root}/returned/")
    with page.expect_file_chooser() as chooser:
        page.click(".chooser .face", force=True)
    chooser.value.set_files(str(tmp_path / "甲.xlsx"))
    assert page.inner_text(".chooser .names") == "甲.xlsx"
    page.evaluate("document.querySelector('#files').value = ''")
    page.click("main button:text('收稿并核对')")
    assert page.evaluate("document.querySelector('#files').validationMessage") == "请先选取文件"
