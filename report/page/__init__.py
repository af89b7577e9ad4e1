"""The local page: ``plancast serve``.

The server (``serve``, ``app``, ``guard``) is light and computes nothing; numbers come from worker
processes (``desk``), which call the functions behind the command line (``answers``).
"""
