import os
import subprocess
import sys

import pytest

from policy_audit.machine import processors

_ASKED = "from policy_audit.machine import processors; print(processors())"


def test_it_counts_the_processors_that_this_process_may_use() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_one_that_is_held_to_a_single_processor_counts_one() -> None:
    held = min(os.sched_getaffinity(0))
    code = f"import os; os.sched_setaffinity(0, {{{held}}}); {_ASKED}"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"
