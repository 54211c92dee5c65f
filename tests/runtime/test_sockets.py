"""A connection that breaks is not made again: who could be there by then?"""

import select
import socket

import zmq
from runtime.sockets import open_pull, open_pulse, open_push, open_session

PATIENCE = 10.0


def hang_up(server: socket.socket) -> None:
    """Take the connection of whoever comes, and break it."""
    client, _ = server.accept()
    client.close()


def test_only_the_pulse_connects_again() -> None:
    with zmq.Context[zmq.Socket[bytes]]() as context:
        servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
        sockets = [
            open_pulse(context, 5.0, pings=False),
            open_session(context),
            open_push(context),
            open_pull(context, 1000),
        ]
        for one, server in zip(sockets, servers, strict=True):
            server.settimeout(PATIENCE)
            one.connect(f"tcp://127.0.0.1:{server.getsockname()[1]}")
            hang_up(server)
        again, *others = servers
        for _ in range(4):
            hang_up(again)
        came = [select.select([server], [], [], 0)[0] for server in others]
        for one in sockets:
            one.close(0)
        for server in servers:
            server.close()
        assert came == [[], [], []]
