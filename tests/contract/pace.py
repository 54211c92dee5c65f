"""How fast somebody reads."""

from __future__ import annotations

import random
from time import sleep


class Pace:
    """What a reader does between two messages.

    "prompt": nothing. "random": now and then a pause of up to 20 ms. A number: so many
    milliseconds, each time.
    """

    def __init__(self, text: str, seed: int) -> None:
        self._random = random.Random(seed) if text == "random" else None
        self._seconds = 0.0 if text in ("prompt", "random") else float(text) / 1000

    def pause(self) -> None:
        if self._random is not None and self._random.random() < 0.005:
            sleep(self._random.random() * 0.02)
        elif self._seconds:
            sleep(self._seconds)
