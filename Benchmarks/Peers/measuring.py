"""What a program costs: shared by the comparisons beside it."""

import os
import subprocess
import sys
import time


def measured(command, folder=None, **environment):
    """CPU seconds, wall seconds and peak bytes of a command that must succeed."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=dict(os.environ, **environment))
    talk = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]}: error: it ended with {process.returncode}\n{talk.decode()}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss << 10
