"""A thousand frames of which a hundred are bad, from one process to another.

`python -m tests.contract.scenes.dead_letters FOLDER TRANSPORT DIRECTION` prints what was wrong. The
kernel is the same program, with "kernel" for the transport; each side writes its account to a file.
"""

from __future__ import annotations

import random
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import msgspec
from runtime import (
    ChannelClosed,
    ChannelEmpty,
    MessageRejected,
    Pull,
    Push,
    Stats,
)

from tests.contract.ends import opened
from tests.contract.hooked import AsyncHost, AsyncKernel, Done, Hooked, Host, Kernel
from tests.contract.measured import percentile
from tests.contract.records import Records, busiest_second, listen_to_log
from tests.contract.scale import limit
from tests.contract.steer import as_transport

FRAMES: Final = 1000
BAD: Final = 100
OTHERS: Final = 500
PATIENCE: Final = limit(30.0)

encode: Final = msgspec.msgpack.encode


def hooked(**fields: object) -> bytes:
    return encode({"type": "hooked", **fields})


NESTED: Final = b"\x83\xa4type\xa6hooked\xa6number\x01\xa5inner"

KINDS: Final[list[tuple[bytes, str, str]]] = [
    (b"", "malformed", ""),
    (b"\xc1", "malformed", ""),
    (hooked(number=1)[:-1], "malformed", ""),
    (hooked(number=1) * 2, "malformed", ""),
    (hooked(number=1) + b"\xa4", "malformed", ""),
    (hooked(number=1, text="??").replace(b"??", b"\xff\xfe"), "malformed", ""),
    (encode([1]), "schema", "$"),
    (hooked(number="x"), "schema", "$.number"),
    (encode({"type": "unknown"}), "schema", "$.type"),
    (b"\xdd\xff\xff\xff\xff", "schema", "$"),
    (NESTED * 10_000 + b"\xc0", "depth", ""),
    (hooked(number=1, text="memory"), "hook", ""),
    (hooked(number=1, text="recursion"), "hook", ""),
    (hooked(number=1, text="key"), "hook", ""),
    (hooked(number=1, inner={"type": "hooked", "number": 2, "text": "value"}), "hook", "$.inner"),
]  # fmt: skip


class Account(msgspec.Struct):
    """What one side has seen."""

    numbers: list[int] = []
    others: list[int] = []
    letters: list[tuple[str, int, str, str]] = []
    told: list[tuple[str, int, str, str]] = []
    stats: dict[str, Stats] = {}
    late: list[float] = []
    """Seconds from the call of `send` to the end of `recv`, on the other channel."""
    records: int = 0
    secrets: int = 0


def seeded() -> tuple[list[bytes], list[int], list[tuple[str, int, str, str]]]:
    """Return the frames, the numbers that must arrive, and the letters without their channel."""
    chosen = random.Random("dead letters")
    bad_at = set(chosen.sample(range(FRAMES), BAD))
    frames: list[bytes] = []
    numbers: list[int] = []
    letters: list[tuple[str, int, str, str]] = []
    for position in range(FRAMES):
        if position in bad_at:
            frame, reason, path = KINDS[len(letters) % len(KINDS)]
            letters.append(("", position, reason, path))
        else:
            frame = hooked(number=position)
            numbers.append(position)
        frames.append(frame)
    return frames, numbers, letters


def send_all(push: Push[Hooked | Done], others: Push[int]) -> None:
    """Send what the ends would refuse, past them; and beside it, what is well."""

    def beside() -> None:
        for _ in range(OTHERS):
            others.send(int(monotonic() * 1e9))
            sleep(0.0005)

    thread = threading.Thread(target=beside)
    thread.start()
    for frame in seeded()[0]:
        push._outbox.put(frame, PATIENCE)
    push.send(Done())
    thread.join()
    others.send(0)


def receive_all(pull: Pull[Hooked | Done], others: Pull[int], account: Account) -> None:
    def beside() -> None:
        while sent := others.recv(PATIENCE):
            account.late.append(monotonic() - sent / 1e9)
            account.others.append(sent)

    thread = threading.Thread(target=beside)
    thread.start()
    while isinstance(message := pull.recv(PATIENCE), Hooked):
        account.numbers.append(message.number)
    thread.join()


def run(side: Host | Kernel, sends: bool, path: Path, records: Records) -> None:
    """Do the part of one side, then write its account."""
    account = Account()
    push, others, pull, other_pull = (
        (side.down, side.down_other, side.up, side.up_other)
        if isinstance(side, Host)
        else (side.up, side.up_other, side.down, side.down_other)
    )
    if sends:
        send_all(push, others)
        deadline = monotonic() + PATIENCE
        while push.stats().confirmed <= FRAMES or len(account.told) < BAD:
            if monotonic() > deadline:
                break
            with suppress(ChannelEmpty, ChannelClosed):
                event = side.events.recv(0.01)
                if isinstance(event, MessageRejected):
                    account.told.append(
                        (event.channel, event.position, event.reason, event.path)
                    )
    else:
        receive_all(pull, other_pull, account)
        account.letters = [
            (letter.channel, letter.position, letter.reason, letter.path)
            for letter in side.dead_letters
        ]
    account.stats = side.stats().channels
    about = [line for line in records.lines if "channel '" in line[1]]
    account.records = busiest_second(about)
    account.secrets = sum("secret" in line for _, line in records.lines)
    account.told.sort()
    path.write_bytes(msgspec.json.encode(account))


def wrong(folder: Path, channel: str) -> list[str]:
    """Return what is wrong with the accounts of both sides."""
    read = msgspec.json.Decoder(Account).decode
    sender = read((folder / "sender").read_bytes())
    receiver = read((folder / "receiver").read_bytes())
    _, numbers, letters = seeded()
    expected = [(channel, *rest) for _, *rest in letters]
    found = []
    if receiver.numbers != numbers:
        found.append(f"{len(receiver.numbers)} messages, not 900 in order")
    if [tuple(one) for one in receiver.letters] != expected:
        found.append(f"{len(receiver.letters)} letters: {receiver.letters[:5]}")
    if [tuple(one) for one in sender.told] != sorted(expected):
        found.append(f"told of {len(sender.told)}: {sender.told[:5]}")
    got, sent = receiver.stats[channel], sender.stats[channel]
    if (got.received, got.rejected, got.queued) != (FRAMES + 1, BAD, 0):
        found.append(f"receiver: {got}")
    if (sent.sent, sent.confirmed, sent.rejected) != (FRAMES + 1, FRAMES + 1, BAD):
        found.append(f"sender: {sent}")
    if len(receiver.others) != OTHERS or receiver.others != sorted(receiver.others):
        found.append(f"{len(receiver.others)} messages on the other channel")
    late = percentile(receiver.late, 0.99)
    if late > limit(0.25):
        found.append(f"the other channel was {late * 1000:.0f} ms late")
    for name, side in (("sender", sender), ("receiver", receiver)):
        if side.records > 10:
            found.append(f"{name}: {side.records} log records in a second")
        if side.secrets:
            found.append(f"{name}: logged what a message held")
    if not receiver.records:
        found.append("receiver: nothing was logged")
    return found


def main(place: str, transport: str, direction: str) -> None:
    folder = Path(place)
    records = listen_to_log()
    down = direction == "down"
    if transport == "kernel":
        with opened(Kernel.connect, AsyncKernel.connect) as kernel:
            path = folder / ("receiver" if down else "sender")
            run(kernel, not down, path, records)
        return
    optimised = ["-" + "O" * sys.flags.optimize] if sys.flags.optimize else []
    command = [sys.executable, *optimised, "-m", "tests.contract.scenes.dead_letters"]
    bind = partial(Host.bind, as_transport(transport))
    bind_async = partial(AsyncHost.bind, as_transport(transport))
    with opened(bind, bind_async) as host:
        process = host.spawn([*command, place, "kernel", direction], timeout=PATIENCE)
        run(host, down, folder / ("sender" if down else "receiver"), records)
    code = process.wait(PATIENCE)
    if code:
        print(f"the kernel ended with {code}")
    for line in wrong(folder, "down" if down else "up"):
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
