"""The settings of the tests: the test mode, in a folder of its own that the run throws away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

os.environ["RELANCE_MODE"] = "test"
if "RELANCE_DATA" not in os.environ:
    os.environ["RELANCE_DATA"] = tempfile.mkdtemp(prefix="relance-test-")
    atexit.register(shutil.rmtree, os.environ["RELANCE_DATA"], ignore_errors=True)
elif "PYTEST_XDIST_WORKER" in os.environ:  # inherits the run's folder, works in one of its own
    os.environ["RELANCE_DATA"] = str(Path(os.environ["RELANCE_DATA"]) / os.environ["PYTEST_XDIST_WORKER"])

from relance.settings import *  # noqa: F403  # the mode must be set before they are read

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  # whitenoise warns when it is not there
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405  # from relance.settings
    # what these databases hold may die with the machine, so nobody waits for the disk
    _options: Any = DATABASES["default"]["OPTIONS"]  # noqa: F405  # the same
    _options["init_command"] = f"{_options['init_command']};PRAGMA synchronous=OFF"
