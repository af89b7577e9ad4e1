"""What people look at: tables, charts, Markdown and machine-readable records, zh and en."""
