"""Tables larger than memory: read in blocks, parted by series, sifted a part at a time."""
