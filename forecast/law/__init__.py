"""The room of the law: every figure a user sees comes from here, whichever command asks.

``Room(knowledge).answer(Histories(...), horizon)`` answers for an array of series, a single one
being a batch of one: which class speaks and how much wider (``choice.voice``), the fitted class
laws (``classes.ClassLaws``), the own history's weight, and the laws of the values (``ValueLaw``):
``chance`` of a range in one year and ``quantile`` in closed form, ``draws`` for paths. Part-year
figures enter by ``part_year.given``; counts are made whole by ``counting``.

``Room.growth(subject, horizon, as_of=...)`` is the law of growth from one figure of a family and a
kind. The backtest asks ``classes.fitted`` and ``ClassLaw.predict``, the objects that answer users.

Modules: choice (who speaks) - classes (fits) - room (answers) - values (laws of values) -
counting (whole numbers) - part_year (part-year evidence) - class_pace (recent growth of a class).
"""
