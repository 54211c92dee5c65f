from typing import Generic, TypeVar

import zmq
from typing_extensions import TypeForm

T = TypeVar("T")

ADDR: str

class Queue(Generic[T]):
    def put(self, obj: T) -> None: ...
    def get(self) -> T: ...

class Channel(Generic[T]):
    socket: zmq.Socket[bytes]
    queue: Queue[T]
    @classmethod
    def Push(cls, context: zmq.Context[zmq.Socket[bytes]]) -> Channel[T]: ...
    @classmethod
    def Pull(
        cls, context: zmq.Context[zmq.Socket[bytes]], *, msg_type: TypeForm[T]
    ) -> Channel[T]: ...
