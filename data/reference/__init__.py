"""Bundled reference figures, and what backtests on them have measured."""
