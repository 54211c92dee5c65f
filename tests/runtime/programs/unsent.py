"""A program that ends while libzmq has buffers to send, and says whether they are still held.

It says so after pyzmq has let go of what it held, and before connections are closed: at exit, what was
registered last is called first, and those were registered with the first connection.
"""

import atexit
from time import sleep

import zmq

from tests.codegen.golden.buffers.generated import Host, Picture
from tests.runtime import notebook

SENT = bytearray(5_000_000)


def tell() -> None:
    try:
        SENT.append(0)
    except BufferError:
        print("held")
    else:
        print("free")


if __name__ == "__main__":
    notebook.Host.bare().close()
    atexit.register(tell)
    host = Host.bare()
    pull: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.PULL)
    pull.rcvhwm = 1
    pull.connect(host.endpoints["pictures"])
    for _ in range(6):
        host.pictures.send(Picture(content=memoryview(SENT)))
    while host.pictures.stats().queued:
        sleep(0.001)
