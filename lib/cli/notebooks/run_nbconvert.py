"""`python -m nbconvert`, but Ctrl-C, SIGTERM and a closed terminal end its kernel too."""
import runpy
import signal
import sys

SIGNALS = [signal.SIGINT, signal.SIGTERM]
if hasattr(signal, "SIGHUP"):  # Windows has none
    SIGNALS.append(signal.SIGHUP)


def end(number, _frame):
    for each in SIGNALS:  # Another one must not cut the kernel's end short
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


for each in SIGNALS:
    signal.signal(each, end)
runpy.run_module("nbconvert", run_name="__main__", alter_sys=True)
