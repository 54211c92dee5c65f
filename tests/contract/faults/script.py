"""All faults, in the order of the table."""

from __future__ import annotations

from typing import Final

from tests.contract.faults import endings, frames, losses, strangers
from tests.contract.faults.outcome import Fault

SCRIPT: Final = (
    Fault(
        "unread", "1,000 messages on one channel, while another is full", losses.unread
    ),
    Fault(
        "capacity",
        "A channel for 1,000 messages that nobody reads (tcp)",
        losses.capacity,
    ),
    Fault(
        "threads", "8 threads send 1,000 x 70 kB each on one channel", losses.threads
    ),
    Fault(
        "broken",
        "A connection is reset after a third of 20,000 messages (tcp)",
        losses.broken,
    ),
    Fault(
        "closing",
        "`close` right after 3,000 x 100 kB, a millisecond each to read",
        endings.closing,
    ),
    Fault(
        "leaving",
        "The program ends after the same, without `close`",
        endings.leaving,
    ),
    Fault(
        "leaving_frozen",
        "The program ends while its peer is stopped",
        endings.leaving_frozen,
    ),
    Fault(
        "killed", "The kernel is killed while the host waits and sends", endings.killed
    ),
    Fault("frozen", "The kernel is stopped (heartbeat of 1 s)", endings.frozen),
    Fault(
        "orphaned",
        "The host is killed; a stranger takes its port (tcp)",
        endings.orphaned,
    ),
    Fault(
        "never_ready",
        "The kernel starts, but never connects (timeout of 1 s)",
        endings.never_ready,
    ),
    Fault(
        "second", "A second kernel connects with a copy of the info", strangers.second
    ),
    Fault(
        "stranger",
        "A stranger's sockets read and write 100 messages (tcp)",
        strangers.stranger,
    ),
    Fault("browser", "256 HTTP POSTs with frames in the body (tcp)", strangers.browser),
    Fault("garbage", "100 unreadable frames among 900 messages", frames.garbage),
    Fault(
        "text",
        "A text that is not UTF-8, then 100 messages on another channel",
        frames.text,
    ),
    Fault(
        "deep",
        "1,000,000 lists in one another, then 100 messages on another channel",
        frames.deep,
    ),
    Fault("mismatch", "The kernel has another type for a field", frames.mismatch),
)
