"""Plain values as YAML text: plan files and scenario files."""

from __future__ import annotations

from io import StringIO

from data.io.writing import Json


def yaml_text(value: Json, *, width: int = 4096) -> str:
    """Return ``value`` as YAML in block style, keys in their order, no line wider than ``width``.

    The same value gives the same text.
    """
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    # ruamel declares this None, and takes a bool
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # as above
    writer.width = width
    stream = StringIO()
    writer.dump(value, stream)
    return stream.getvalue()
