"""The four authorities of `derive check`, and what is done about the one that need not be installed."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from derive.engine.check import CENTRAL, SYMPY
from derive.witness import NUMPY, TORCH

REQUIRED = "DERIVE_TORCH_REQUIRED"   # set where a missing torch is a fault, not a reason to skip

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None and not os.environ.get(REQUIRED),
    reason="torch is not installed: pip install '.[torch]'",
)
AUTHORITIES = [SYMPY, CENTRAL, NUMPY, pytest.param(TORCH, marks=needs_torch)]
