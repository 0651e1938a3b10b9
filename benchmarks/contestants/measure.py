"""One timed run, told as a line of JSON. Imports nothing but the standard library."""

import json
import resource
import time
from collections.abc import Callable
from typing import Any


def measured(run: Callable[[], list[Any]]) -> None:
    begun, used = time.perf_counter(), time.process_time()
    totals = run()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak, "totals": [str(t) for t in totals]}))
