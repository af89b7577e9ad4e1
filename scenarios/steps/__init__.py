"""The steps, one file each: a class with one pure function, and how it is written in a file."""
