from threading import Event, Thread
from typing import TypeVar

from marimo._ipc.connection import Channel

T = TypeVar("T")

def start_receiver_thread(channels: list[Channel[T]]) -> tuple[Event, Thread]: ...
