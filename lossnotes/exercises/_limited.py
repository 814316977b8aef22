"""Call a reader's function with a limit of time, on every system.

The call runs in a thread, since a signal or a child process would not do everywhere: Windows has no alarm, and
a function written in a notebook cannot be sent to another process. When time is up an exception is raised inside
the thread, which ends any loop written in Python; what hangs inside a library is left behind in a daemon thread,
which ends with the process. One thing no thread can stop: a library's own loop without end that never lets go of
the interpreter, such as ``max(itertools.count())``; Jupyter cannot interrupt that either.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np


class TimeIsUp(BaseException):
    """Not an `Exception`: a reader's ``except Exception`` must not catch it."""


class Stopped(Exception):
    """The function raised; `error` is what, a `SystemExit` and its like too."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error


class Limit:
    """Seconds that may be spent in calls, all together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the function returns.

        Raises
        ------
        Stopped
            If the function raised anything.
        TimeIsUp
            If it did not come back in time.
        """
        done: dict[str, Any] = {}

        def run() -> None:
            with contextlib.suppress(TimeIsUp):  # once more, when the function has ended already
                try:
                    with np.errstate(all="ignore"):  # what overflows shows in the result
                        done["result"] = function(*arguments)
                except BaseException as error:  # a thread would print it and die
                    done["error"] = error

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            thread.join(max(0.0, self._ends - time.monotonic()))
        finally:
            if thread.is_alive():  # out of time, or the reader interrupts
                _interrupt(thread)
        if "result" in done:
            return done["result"]
        error = done.get("error")
        if error is None or isinstance(error, TimeIsUp):
            raise TimeIsUp
        raise Stopped(error)


def _interrupt(thread: threading.Thread) -> None:
    """Raise `TimeIsUp` in the thread; if that is not enough, go on in the background while the reader goes on."""
    if not _ended(thread, times=5, pause=0.05):
        threading.Thread(target=_ended, args=(thread, 20_000, 0.001), daemon=True).start()


def _ended(thread: threading.Thread, times: int, pause: float) -> bool:
    """Raise it again and again: a bare ``except:`` swallows what comes inside its ``try:``, and not what comes after."""
    for _ in range(times):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeIsUp))
        thread.join(pause)
        if not thread.is_alive():
            return True
    return False
