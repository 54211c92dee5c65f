"""msgspec over pyzmq, as one writes it by hand: the same frames, read in one loop, no session."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends, calling
from benchmarks.peers.exchange import answer, run
from benchmarks.peers.loads import Load, Message, load_of
from benchmarks.peers.sockets import Sockets, bound, connected_to, place
from benchmarks.peers.task import Task


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Message]]]:
    load = load_of(task)
    with (
        place() as endpoint,
        bound(endpoint, task.lanes) as lanes,
        child(other, task, endpoint),
    ):
        yield [ends(sockets, load) for sockets in lanes]


def other(task: Task, endpoint: str) -> None:
    load = load_of(task)
    with connected_to(endpoint, task.lanes) as lanes:
        answer(task, load, [ends(sockets, load) for sockets in lanes])


def ends(sockets: Sockets, load: Load[Message]) -> Ends[Message]:
    push, pull = sockets
    encode = msgspec.msgpack.Encoder().encode
    decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(load.type)
    decode = decoder.decode

    def send(message: Message) -> None:
        push.send(encode(message))

    def recv() -> Message:
        return decode(pull.recv())

    return Ends(send, calling(recv))


if __name__ == "__main__":
    run(connected)
