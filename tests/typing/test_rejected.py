"""mypy refuses each marked line of `rejected.py` with the error that it names, and nothing else."""

import re
from pathlib import Path

from mypy import api

REJECTED = Path(__file__).with_name("rejected.py")
ROOT = REJECTED.parents[2]


def test_the_type_checker_refuses_what_it_must() -> None:
    expected = {
        (number, code)
        for number, line in enumerate(REJECTED.read_text().splitlines(), 1)
        for code in re.findall(r"# E: ([a-z-]+)$", line)
    }
    config = ROOT / "pyproject.toml"
    arguments = ["--config-file", str(config), "--exclude", "$^", "--no-error-summary"]
    report, trouble, status = api.run(
        [*arguments, "--hide-error-context", str(REJECTED)]
    )
    assert (trouble, status) == ("", 1)
    found = {
        (int(number), code)
        for number, code in re.findall(
            r"rejected\.py:(\d+): error: .*\[([a-z-]+)\]$", report, re.MULTILINE
        )
    }
    assert found == expected, report
