"""Fails if a file that pip installed in this environment is missing or has another size."""
import csv
import glob
import importlib.util
import os
import sysconfig

site = sysconfig.get_path("purelib")
for record in glob.glob(os.path.join(site, "*.dist-info", "RECORD")):
    with open(record, newline="", encoding="utf-8") as rows:
        for path, _, size in csv.reader(rows):
            # Files that pip may rewrite have no size there
            if size and os.stat(os.path.join(site, path)).st_size != int(size):
                raise SystemExit(f"{path} has been changed")
for package in ("jupyterlab", "nbconvert", "nbclient"):
    if importlib.util.find_spec(package) is None:
        raise SystemExit(f"{package} is missing")
