"""The texts of all problems, in Chinese and English: what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from data.messages_input import INPUT_TEXTS
from data.messages_scenarios import SCENARIO_TEXTS
from data.words import Text


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong and what to do, each in both languages; ``{name}`` are filled in."""

    what: Text
    todo: Text


MESSAGES: dict[str, Message] = {
    **{
        code: Message(Text(what_zh, what_en), Text(todo_zh, todo_en))
        for code, (what_zh, what_en, todo_zh, todo_en) in {**INPUT_TEXTS, **SCENARIO_TEXTS}.items()
    },
    "FILE_MISSING": Message(
        Text("找不到文件 {path}", "there is no file {path}"),
        Text("检查路径；相对路径以当前目录为准",
             "check the path; it is taken from the current folder"),
    ),
}
