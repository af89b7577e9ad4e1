"""Bytes, texts, YAML and workbooks: how files come in and go out."""
