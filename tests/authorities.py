"""The four authorities of `derive check`, what each objects to, and the one that need not be installed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.util import find_spec

import pytest

from derive.engine.check import CENTRAL, SYMPY, Proof
from derive.witness import NUMPY, TORCH

REQUIRED = "DERIVE_TORCH_REQUIRED"   # set where a missing torch is a fault, not a reason to skip

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None and not os.environ.get(REQUIRED),
    reason="torch is not installed: pip install '.[torch]'",
)
AUTHORITIES = [SYMPY, CENTRAL, NUMPY, pytest.param(TORCH, marks=needs_torch)]


def objected(proofs: Iterable[Proof]) -> dict[str, set[str]]:
    """What each authority objects to."""
    found: dict[str, set[str]] = {}
    for proof in proofs:
        found.setdefault(proof.authority, set()).update(() if proof.agreed else {proof.id})
    return found
