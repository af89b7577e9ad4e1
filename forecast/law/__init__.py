"""The law: every figure a user sees comes from here, whichever command asks.

``LawEngine(knowledge).answer(Histories(...), horizon)`` answers for an array of series, a single
one being a batch of one: which class and how much wider (``choice.class_choice``), the fitted class
laws (``classes.ClassLaws``), the own history's weight, and the laws of the values (``ValueLaw``):
``chance`` of a range in one year and ``quantile`` in closed form, ``draws`` for paths. Part-year
figures enter by ``part_year.given``; counts are made whole by ``counting``.

``LawEngine.growth(subject, horizon, as_of=...)`` is the law of growth from one figure of a family
and a kind. The backtest asks ``classes.fitted`` and ``ClassLaw.predict``, the objects that
answer users.

Modules: choice (which class) - classes (fits) - engine (answers) - predict (one series) - values
(laws of values) - counting (whole numbers) - part_year (part-year evidence).
"""
