"""What every test may count on."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

# The asserts of those modules are part of the tests, and hold under `python -O`, too.
pytest.register_assert_rewrite(
    *(
        f"tests.contract.{path.stem}"
        for path in (Path(__file__).parent / "contract").glob("[a-z]*.py")
        if path.stem != "conftest" and not path.stem.startswith("test_")
    ),
    "tests.contract.scenes",
)


_PLACE: list[str] = []
"""Where hosts leave their directories if they are killed, as many are here."""


def pytest_configure() -> None:
    """Have everything but what pytest itself keeps be in a place of its own, open to other users.

    And let Ctrl-C reach the programs that tests start: a shell's background job ignores it.
    """
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    _PLACE.append(tempfile.mkdtemp(prefix="tests-"))
    Path(_PLACE[0]).chmod(0o1777)
    os.environ["TMPDIR"] = tempfile.tempdir = _PLACE[0]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    """Remove that place."""
    for place in _PLACE:
        shutil.rmtree(place, ignore_errors=True)
