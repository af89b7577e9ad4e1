"""Orchestration: questions, law, scenarios, pace, evidence, verdicts."""
