"""Plan files, imported documents and the listings of what there is."""
