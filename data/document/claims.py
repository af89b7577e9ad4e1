"""What a document says, number by number: the claim, its place, and how sure the reader is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.document.frame import Frame
from data.messages.message import Joined, Message
from data.plan import Span, Unread
from data.words import RECORDED, Basis, Place, Role, Sense, Wording


class Because(Joined):
    """Why the reader is as sure of a figure as it is: codes of the catalogue (document.because)."""

    __slots__ = ("codes",)

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self.codes = tuple(dict.fromkeys(codes))
        super().__init__((Message(f"document.because.{c}") for c in self.codes), "document.and")

    def and_also(self, code: str) -> Because:
        """Return the reasons with one more."""
        return Because((*self.codes, code))


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of a document and what it was understood to say.

    ``value`` and ``upper`` are as printed and ``unit`` as written (5 and 万件); ``value`` is
    ``None`` for a claim without a number (every year up, above the region's average). ``rate`` is
    the growth in percent that a growth figure means (3倍 as growth is 300, "3.5 times that of
    2016" is 250, a fall is negative). ``year`` is ``None`` where the document gives none.
    ``row`` joins the figures of one table row; ``mark`` keeps words that say what kind of figure
    it is (年度, 累计, 新增). ``binding`` is ``None`` where the document does not say.
    """

    role: Role
    label: str
    value: float | None
    unit: str
    year: int | None
    span: Span
    text: str
    sense: Sense = Sense.AT_LEAST
    basis: Basis = Basis.LEVEL
    base_year: int | None = None
    upper: float | None = None
    rate: float | None = None
    place: Place = Place.TEXT
    region: str = ""
    relative_to: str = ""
    binding: bool | None = None
    row: str = ""
    section: str = ""
    explicit: bool = False  # the sense was written, not assumed
    falling: bool = False  # the words describe a decrease
    months: tuple[int, int] = (1, 12)
    yearly: bool = False  # every year, 每年
    stretch: bool = False  # 力争 beside the target proper
    about: str = ""  # what the sentence spoke of before, where the name alone says too little
    table: str = ""
    columns: str = ""  # what the rows of a table of regions are: region, or something else
    confidence: float = 0.9
    reason: Because = field(default_factory=Because)


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as understood: every claim, and every passage that was not understood."""

    frame: Frame
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]


def reason_of(*codes: str) -> Because:
    """Return the reasons of a claim."""
    return Because(codes)


NOT_UNDERSTOOD = Message("document.unread.not_understood")
GARBLED = Message("document.unread.garbled")
PROPORTION = Message("document.unread.proportion")
PROJECTED_WHY = Message("document.unread.projected")
EARLIER = Message("document.unread.earlier_plan")
MEASURED_AGAINST = Message("document.unread.measured_against")
HEADLINE = Message("document.unread.headline")
NO_SENTENCE = Message("document.unread.no_sentence")
TOO_LARGE = Message("document.unread.too_large")
COMPARED = Message("document.unread.compared")


def unread(text: str, why: Wording, span: Span) -> Unread:
    """Return a passage that was not understood, its reason in the languages of records."""
    zh, en = (why.get(lang) for lang in RECORDED)
    return Unread(text[:200], f"{zh} / {en}", span)
