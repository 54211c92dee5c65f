"""What says whether a machine was calm is itself tested: it is, or it is not."""

from time import sleep

import pytest

from tests.contract.weather import Weather


def test_a_machine_that_is_late_is_not_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    with Weather() as weather:
        sleep(0.2)
    assert len(weather._late) > 10
    assert weather.is_calm(60.0, 60.0)
    assert not weather.is_calm(1e-9, 60.0)
    assert not weather.is_calm(60.0, 1e-9)
    monkeypatch.setattr(weather, "_late", [0.0] * 98 + [0.1] * 2)
    assert not weather.is_calm(0.01, 0.2)
    monkeypatch.setattr(weather, "_late", [0.0] * 999 + [0.3])
    assert not weather.is_calm(0.01, 0.2)
