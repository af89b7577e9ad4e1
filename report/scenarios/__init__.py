"""Scenario analyses and exchange tables as pages and records."""
