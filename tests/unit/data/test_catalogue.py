"""The catalogue of texts: complete in every language, the same blanks, plurals, fallback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.messages import catalogue
from data.messages.catalogue import Language, entries, languages
from data.messages.message import Joined, Localized, Message, Messages, Row, template
from data.words import Lang, Text

RULES = {  # of the CLDR, with counts it gives as examples
    "ru": ({"one": "v = 0 and i % 10 = 1 and i % 100 != 11",
            "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
            "many": "v = 0 and i % 10 = 0 or v = 0 and i % 10 = 5..9 or "
                    "v = 0 and i % 100 = 11..14"},
           {"one": (1, 21, 101), "few": (2, 24, 102), "many": (0, 5, 12, 100), "other": (1.5,)}),
    "fr": ({"one": "i = 0,1"}, {"one": (0, 1, 1.5), "other": (2, 17)}),
    "en": ({"one": "i = 1 and v = 0"}, {"one": (1,), "other": (0, 2, 1.5)}),
}


@pytest.mark.parametrize("lang", languages())
def test_a_language_has_every_text_of_the_english_one(lang: Lang) -> None:
    own, english = entries(lang), entries("en")
    assert set(own) == set(english)
    for code, text in english.items():
        mine = own[code]
        if isinstance(text, str):
            assert isinstance(mine, str), code
            template(mine)
        else:
            assert isinstance(mine, tuple), code
            assert len(mine) == len(text), code


@pytest.mark.parametrize("lang", languages())
def test_a_code_stands_in_one_file_only(lang: Lang) -> None:
    seen: dict[str, str] = {}
    for path in sorted((catalogue.FOLDER / lang).glob("*.json")):
        pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
        if path.name == "language.json":
            continue
        for code, _ in pairs:
            assert code not in seen, (code, path.name, seen[code])
            seen[code] = path.name
            assert path.stem.startswith("problems-") or code.split(".")[0] == path.stem


@pytest.mark.parametrize(("rules", "examples"), RULES.values(), ids=RULES)
def test_plural_rules_of_the_cldr(rules: dict[str, str],
                                  examples: dict[str, tuple[float, ...]]) -> None:
    lang = Language("", "", rules, ".", ",")
    for category, counts in examples.items():
        assert [lang.category(n) for n in counts] == [category] * len(counts)


def test_blanks_plurals_and_choices() -> None:
    text = template("{n, plural, =0 {no targets} one {{n} target} other {{n:,} targets}} of {who}")
    said = [text.filled({"n": n, "who": Text("甲", "A")}, "en") for n in (0, 1, 1200)]
    assert said == ["no targets of A", "1 target of A", "1,200 targets of A"]
    text = template("{more, select, yes {more} other {less}} {{x}} {what:sentence}")
    assert text.filled({"more": False, "what": "up"}, "en") == "less {x} Up"
    with pytest.raises(KeyError):
        text.filled({"more": True}, "en")
    for bad in ("{", "}", "{a b}", "{n, plural, one {x}}", "{n, plural, other {x}"):
        with pytest.raises(ValueError, match=r"brace|choice"):
            template(bad)


def _two(what: str, lang: Lang) -> str:
    return f"2 {what}"


def test_messages_are_said_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, marks, said in (("en", '".", "group": ","', "{n:,.1f} of {unit} {all}"),
                              ("xx", '",", "group": "."', "{all} {unit} ~ {n:,.1f}")):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "language.json").write_text(
            f'{{"name": "", "tag": "", "plural": {{}}, "decimal": {marks}}}')
        (tmp_path / lang / "t.json").write_text(
            f'{{"t.said": "{said}", "t.row": ["a", "b"], "t.kind.flow": "{lang}", '
            f'"t.mark": "{lang}"}}')
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.forget()
    try:
        assert languages() == ("en", "xx")
        message = Message("t.said", n=1234.5, unit=Localized(_two, "items"),
                          all=Joined([Text("甲", "A"), "B"], "t.mark"))
        assert message.get("en") == "1,234.5 of 2 items AenB"
        assert message.get("xx") == "AxxB 2 items ~ 1.234,5"
        assert Row("t.row").get("xx") == ("a", "b")
        kinds = Messages("t.kind", str)
        assert [(k, m.get("xx")) for k, m in kinds.items()] == [("flow", "xx")]
        with pytest.raises(KeyError):
            kinds["stock"].get("en")
        assert message == Message("t.said", n=1234.5, unit=Localized(_two, "items"),
                                  all=Joined([Text("甲", "A"), "B"], "t.mark"))
        assert len({message, message}) == 1
    finally:
        monkeypatch.undo()
        catalogue.forget()
