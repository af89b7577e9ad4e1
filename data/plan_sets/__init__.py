"""Targets of real plans and what became of them: sets, single targets, and the law's scores."""
