"""How large a document may be; beyond it a file is refused instead of read for minutes."""

from __future__ import annotations

MAX_BYTES = 20_000_000
"""Bytes of a document file. Plans of 200 pages with pictures stay below."""

MAX_LINES = 200_000
MAX_CHARACTERS = 5_000_000
"""Lines and characters of a document: about 5,000 printed pages."""

MAX_COLUMNS = 1000
"""Columns of one table."""

MAX_TAGS = 300_000
"""Opening and closing tags of a web page; each costs about a kilobyte once it is parsed."""

MAX_PAGES = 1000
"""Pages of a PDF."""

MAX_SECONDS = 180
MAX_MEMORY = 2_000_000_000
"""Time, and bytes of address space, that reading a PDF may take."""

MAX_LISTED = 20
"""Doubts of one kind that are listed one by one; of the rest only the number is said."""
