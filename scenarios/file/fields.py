"""Single values of a scenario file: what is not of the right sort becomes a ``Problem``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from data.errors import Problem, problem
from data.io.yamlfile import KeyPath, Plain, YamlDocument
from data.words import Text

FIRST_YEAR, LAST_YEAR = 1800, 2300
LARGEST = 1e18
"""No figure of a scenario is larger: what is counted with it has to stay a number."""
_CJK = "[\u2e80-\u9fff\uff00-\uffef]"
_FOLD = re.compile(f"(?<={_CJK}) +(?={_CJK})")  # YAML joins folded lines by a space


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, or a dash."""
    close = get_close_matches(word.lower().replace(" ", "_"), tuple(known), n=1, cutoff=0.4)
    return close[0] if close else "—"


def is_number(raw: Plain) -> bool:
    """Say whether ``raw`` was written as a number (true and false are not)."""
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def last_key(path: KeyPath) -> str:
    """Return the innermost name of a key path."""
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "scenario")


def short(raw: Plain) -> str:
    """Return a value as written, cut to a length that fits into a message."""
    text = repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(slots=True)
class Fields:
    """Reads values and collects problems; a refused value gives a neutral one in its place."""

    document: YamlDocument
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, path: KeyPath, **details: object) -> None:
        """Add a problem at ``path``."""
        self.problems.append(problem(code, self.document.where(path), **details))

    def known_keys(self, raw: Mapping[str, Plain], allowed: tuple[str, ...], path: KeyPath) -> None:
        """Report the keys that are not in ``allowed``."""
        for key in raw:
            if key not in allowed:
                self.report("KEY_UNKNOWN", (*path, key), key=key, near=near(key, allowed))

    def items(self, raw: Plain, path: KeyPath) -> list[Plain]:
        """Return a list."""
        if isinstance(raw, list):
            return raw
        self.report("LIST_EXPECTED", path, key=last_key(path))
        return []

    def text(self, raw: Plain, path: KeyPath) -> str:
        """Return a text that is not empty."""
        if isinstance(raw, str) and raw.strip():
            return raw.strip()
        code = "TEXT_EMPTY" if raw is None or isinstance(raw, str) else "TEXT_EXPECTED"
        details = {} if code == "TEXT_EMPTY" else {"value": short(raw)}
        self.report(code, path, key=last_key(path), **details)
        return ""

    def texts(self, raw: Plain, path: KeyPath) -> tuple[str, ...]:
        """Return a list of texts; one text stands for a list of one."""
        if raw is None:
            return ()
        if isinstance(raw, str):
            return (self.text(raw, path),)
        return tuple(self.text(v, (*path, i)) for i, v in enumerate(self.items(raw, path)))

    def bilingual(self, raw: Plain, path: KeyPath) -> Text:
        """Return ``{zh, en}``, or one text that serves both."""
        if raw is None:
            return Text("", "")
        if isinstance(raw, dict):
            self.known_keys(raw, ("zh", "en"), path)
            both = {key: self.text(raw[key], (*path, key)) for key in ("zh", "en") if key in raw}
            return Text(_FOLD.sub("", both.get("zh", "")), both.get("en", ""))
        both_in_one = self.text(raw, path)
        return Text(both_in_one, both_in_one)

    def word(self, raw: Plain, allowed: Iterable[str], path: KeyPath, default: str = "") -> str:
        """Return a word of a closed vocabulary."""
        words = tuple(str(w) for w in allowed)
        if isinstance(raw, str) and raw in words:
            return raw
        self.report("WORD_UNKNOWN", path, word=short(raw), near=near(str(raw), words),
                    allowed=", ".join(words))
        return default or words[0]

    def number(self, raw: Plain, path: KeyPath, *, low: float = -math.inf,
               high: float = math.inf) -> float:
        """Return a finite number within ``low``..``high``."""
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self.report("NUMBER_EXPECTED", path, key=last_key(path), value=short(raw))
            return 0.0
        if not math.isfinite(raw):
            self.report("NOT_FINITE", path, value=raw)
            return 0.0
        low, high = max(low, -LARGEST), min(high, LARGEST)
        if not low <= raw <= high:
            self.report("OUT_OF_RANGE", path, value=short(raw), edges=f"{low:g}..{high:g}")
        return float(raw)

    def whole(self, raw: Plain, path: KeyPath, *, low: int = 0) -> int:
        """Return a number of years, ``low`` to 100."""
        if isinstance(raw, bool) or not isinstance(raw, int):
            self.report("NOT_WHOLE_NUMBER", path, value=short(raw))
            return low
        if not low <= raw <= 100:
            self.report("OUT_OF_RANGE", path, value=short(raw), edges=f"{low}..100")
        return raw

    def year(self, raw: Plain, path: KeyPath) -> int | None:
        """Return a calendar year, or years from the as-of year."""
        if isinstance(raw, bool) or not isinstance(raw, int):
            self.report("YEAR_NOT_WHOLE", path, value=short(raw))
            return None
        if not (-100 <= raw <= 100 or FIRST_YEAR <= raw <= LAST_YEAR):
            self.report("OUT_OF_RANGE", path, value=short(raw),
                        edges=f"-100..100, {FIRST_YEAR}..{LAST_YEAR}")
        return raw
