"""Several acts in one moment, each in a thread with a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

REFUSED = "refused"


def at_once(*acts, refusals=()):
    """What each act gave, in the order of the acts; 'refused' from those that raised a refusal."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=60)
            return act()
        except refusals:
            return REFUSED
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def done_or_refused(*acts, refusals):
    """How many of the acts were let through, as ['done', …, 'refused', …]."""
    gave = at_once(*acts, refusals=refusals)
    return sorted(REFUSED if one == REFUSED else "done" for one in gave)
