"""What is said, before any language: a code of the catalogue and the values that go into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from data.messages.catalogue import FALLBACK, entries, entry
from data.messages.template import template
from data.words import Lang, Wording

Key = TypeVar("Key", bound=str)


class Message(Wording):
    """A text of the catalogue; ``values`` fill its blanks and may be messages themselves."""

    __slots__ = ("code", "values")

    def __init__(self, code: str, /, **values: object) -> None:
        self.code, self.values = code, values

    def get(self, lang: Lang) -> str:
        """Return the text in ``lang``.

        Raises ``KeyError`` for a code that is not there and for a blank without a value.
        """
        text = entry(self.code, lang)
        if not isinstance(text, str):
            raise KeyError(f"{self.code} is a row of texts")
        return template(text).filled(self.values, lang)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        return hash((self.code, tuple(self.values.items())))

    def __repr__(self) -> str:
        named = (f"{name}={value!r}" for name, value in self.values.items())
        return f"Message({', '.join((repr(self.code), *named))})"


class Localized(Wording):
    """What ``print_(*values, lang)`` returns: a figure with its unit, in the language asked for."""

    __slots__ = ("print_", "values")

    def __init__(self, print_: Callable[..., str], /, *values: object) -> None:
        self.print_, self.values = print_, values

    def get(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.print_(*self.values, lang)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Localized) and \
            (self.print_, self.values) == (other.print_, other.values)

    def __hash__(self) -> int:
        return hash((self.print_, self.values))

    def __repr__(self) -> str:
        return f"Localized({self.print_.__name__}, {', '.join(map(repr, self.values))})"


class Joined(Wording):
    """Several texts in a row; ``mark`` is the code of what stands between them, if anything."""

    __slots__ = ("items", "mark")

    def __init__(self, items: Iterable[Wording | str], mark: str = "") -> None:
        self.items, self.mark = tuple(items), mark

    def get(self, lang: Lang) -> str:
        """Return the texts in ``lang`` with the mark between them."""
        mark = Message(self.mark).get(lang) if self.mark else ""
        return mark.join(i if isinstance(i, str) else i.get(lang) for i in self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Joined) and (self.items, self.mark) == (other.items, other.mark)

    def __hash__(self) -> int:
        return hash((self.items, self.mark))

    def __bool__(self) -> bool:
        return any(self.items)

    def __repr__(self) -> str:
        return f"Joined({self.items!r}, {self.mark!r})"


class Messages(Mapping[Key, Message], Generic[Key]):
    """The texts of the catalogue under one head, ``head.key``: what the words of a type are called.

    ``Messages("grades", Grade)[Grade.A]`` is the message ``grades.A``. Raises ``KeyError`` for a
    key that the catalogue does not hold.
    """

    def __init__(self, head: str, key: type[Key]) -> None:
        self._head, self._key = head + ".", key

    def __getitem__(self, key: Key) -> Message:
        code = self._head + (key.value if isinstance(key, StrEnum) else key)
        if code not in entries(FALLBACK):
            raise KeyError(key)
        return Message(code)

    def __iter__(self) -> Iterator[Key]:
        for code in entries(FALLBACK):
            if code.startswith(self._head):
                yield self._key(code[len(self._head):])

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of texts under one code, such as the headings of a table."""

    code: str

    def get(self, lang: Lang) -> tuple[str, ...]:
        """Return the texts in ``lang``. Raises ``KeyError`` for a code that is not there."""
        texts = entry(self.code, lang)
        if isinstance(texts, str):
            raise KeyError(f"{self.code} is one text")
        return texts
