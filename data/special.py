"""``scipy.special`` without what it drags in.

SciPy's array shim copies every name of numpy, and with them numpy's test tools and its front end to
Fortran compilers, which take half the time of loading it. They are not among the names meanwhile.
"""

from __future__ import annotations

import numpy as np

_UNUSED = frozenset({"f2py", "testing", "distutils"})
_NAMES = np.__all__
_kept = [name for name in _NAMES if name not in _UNUSED]
_dir = np.__dir__
np.__all__, np.__dir__ = _kept, lambda: _kept  # type: ignore[method-assign]  # put back below
try:
    from scipy.special import (
        betaincinv,
        expit,
        log_ndtr,
        logit,
        ndtr,
        ndtri,
        pdtrc,
        pdtrik,
        polygamma,
        psi,
        stdtr,
        stdtrit,
    )
finally:
    np.__all__, np.__dir__ = _NAMES, _dir  # type: ignore[method-assign]

__all__ = ["betaincinv", "expit", "log_ndtr", "logit", "ndtr", "ndtri", "pdtrc", "pdtrik",
           "polygamma", "psi", "stdtr", "stdtrit"]
