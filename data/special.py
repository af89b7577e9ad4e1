"""Special functions of SciPy without the package around them.

As it is imported, ``scipy.special`` wraps its compiled functions for other array libraries, and
loads numpy's test tools and its front end to Fortran for that: nine tenths of the time, for nothing
that is used here. So the compiled module is loaded while an empty package stands in; who imports
``scipy.special`` afterwards gets it whole, with the very same functions.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import cast

import numpy as np

from data.arrays import FloatArray

_PACKAGE = "scipy.special"


def _compiled() -> ModuleType:
    """Return the module of SciPy's compiled functions."""
    scipy = find_spec("scipy")
    if _PACKAGE not in sys.modules and scipy is not None:
        empty = ModuleType(_PACKAGE)
        empty.__path__ = [f"{folder}/special" for folder in scipy.submodule_search_locations or ()]
        sys.modules[_PACKAGE] = empty
        try:
            from scipy.special import _ufuncs as compiled
        except ImportError:  # another SciPy, which keeps them elsewhere: the whole package below
            pass
        else:
            return cast(ModuleType, compiled)
        finally:
            del sys.modules[_PACKAGE]
    import scipy.special as whole

    return cast(ModuleType, whole)


_found = _compiled()

betaincinv, expit, logit = _found.betaincinv, _found.expit, _found.logit
ndtr, log_ndtr, ndtri = _found.ndtr, _found.log_ndtr, _found.ndtri
pdtrc, pdtrik, psi = _found.pdtrc, _found.pdtrik, _found.psi
stdtr, stdtrit = _found.stdtr, _found.stdtrit


def trigamma(x: FloatArray | float) -> FloatArray:
    """Return the second derivative of the logarithm of the gamma function at ``x`` > 0.

    It is Hurwitz's zeta function of 2 (Abramowitz and Stegun 6.4.10).
    """
    zeta = getattr(_found, "_zeta", None) or _found.zeta
    return np.asarray(zeta(2.0, x))
