"""msgspec over pyzmq, as one writes it by hand: the same frames, one thread, no session."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from benchmarks.peers.child import child
from benchmarks.peers.exchange import MESSAGES, Ends, Task, answer, run
from benchmarks.peers.sockets import Sockets, bound, connected_to, place
from benchmarks.wire import Alarm, Reading


@contextmanager
def connected(task: Task) -> Iterator[Ends[Reading | Alarm]]:
    with place() as endpoint, bound(endpoint) as sockets, child(other, task, endpoint):
        yield ends(sockets)


def other(task: Task, endpoint: str) -> None:
    with connected_to(endpoint) as sockets:
        answer(task, ends(sockets))


def ends(sockets: Sockets) -> Ends[Reading | Alarm]:
    push, pull = sockets
    encode = msgspec.msgpack.Encoder().encode
    decode = msgspec.msgpack.Decoder(Reading | Alarm).decode

    def send(message: Reading | Alarm) -> None:
        push.send(encode(message))

    def recv() -> Reading | Alarm:
        message: Reading | Alarm = decode(pull.recv())
        return message

    return Ends(send, recv)


if __name__ == "__main__":
    run(connected, MESSAGES)
