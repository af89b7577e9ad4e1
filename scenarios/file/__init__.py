"""Scenario files: reading, checking, linking and writing."""
