"""The words that formats add to a memo."""

from __future__ import annotations

from data.words import Lang, Text

TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}  # BCP 47

FIGURE, TABLE = Text("图", "Figure"), Text("表", "Table")
AFTER_NUMBER = Text("\u3000", ": ")
CONTENTS = Text("目录", "Contents")
SKIP = Text("跳到正文", "Skip to the text")
SOURCE_OF = Text("依据 {id}", "Evidence {id}")
WIDE_TABLE = Text("（可左右滚动）", "(scrolls sideways)")
PAGE = Text("第{page}页，共{pages}页", "Page {page} of {pages}")


def caption_label(name: Text, number: int, lang: Lang) -> str:
    """Return “图 1” or “Figure 1”."""
    return f"{name.get(lang)} {number}"
