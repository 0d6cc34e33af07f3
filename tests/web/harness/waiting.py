"""Awaiting a condition, with a limit."""
import time

# Programs with sanitizers on a machine with other work are slow to start.
LIMIT_S = 40
LOOK_S = 0.02


def until(condition, what, limit=LIMIT_S):
    """The first true value of condition(); after `limit` seconds without one, a failure that says
    `what` was awaited."""
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            told = what() if callable(what) else what
            raise AssertionError(f"not within {limit} s: {told}")
        time.sleep(LOOK_S)
