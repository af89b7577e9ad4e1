"""Thin families: what is known of them elsewhere, and what that does to the law of their class."""
