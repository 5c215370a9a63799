"""`python -m jupyterlab`, but a closed terminal ends its kernels too, as SIGTERM does."""
import os
import runpy
import signal

if hasattr(signal, "SIGHUP"):  # Windows has none
    signal.signal(
        signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM)
    )
runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)
