"""Value types, units, reading and writing, checking, plan files and bundled figures."""
