"""What is said of targets without a base, in words, cells and records."""

from report.assessment.without_base.notes import answer_notes, spoken_sentence, spoken_text
from report.assessment.without_base.sentence import answer_sentence, short_answer
from report.assessment.without_base.values import FillIn, answer_values, fill_in

__all__ = ["FillIn", "answer_notes", "answer_sentence", "answer_values", "fill_in",
           "short_answer", "spoken_sentence", "spoken_text"]
