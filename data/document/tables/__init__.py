"""Tables of plan documents: one model for every format they come in.

``grids`` and ``flattened`` find tables and put their cells in rows and columns, ``shape`` turns,
splits and joins them, ``headers`` and ``roles`` decide what each column holds, ``names`` what each
row is called, ``values`` what a cell says, and ``rows`` makes claims of it all.
"""
