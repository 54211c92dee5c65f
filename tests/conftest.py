"""What every test may count on."""

import signal
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


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start: a shell's background job ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
