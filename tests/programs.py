"""Programs that a test starts as processes of their own."""

from __future__ import annotations

import signal


def heeding_interrupts() -> None:
    """Called in a new process: SIGINT ends it again, even where whoever runs the tests ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
