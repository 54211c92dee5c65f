"""Has every test of the example run with each of its hosts."""

import pytest

from tests.examples import program


@pytest.fixture(params=["", "--asyncio"], ids=["threads", "asyncio"], autouse=True)
def host(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the option that chooses the host."""
    option: str = request.param
    monkeypatch.setattr(program, "options", [option] if option else [])
    return option
