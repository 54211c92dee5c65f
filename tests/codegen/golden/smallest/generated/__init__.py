# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""What 'host' and 'kernel' say to each other."""

from .channels import (
    READY,
    AsyncHost,
    AsyncKernel,
    AsyncReadyPull,
    AsyncReadyPush,
    Host,
    Kernel,
    ReadyPull,
    ReadyPush,
)

__all__ = [
    "READY",
    "AsyncHost",
    "AsyncKernel",
    "AsyncReadyPull",
    "AsyncReadyPush",
    "Host",
    "Kernel",
    "ReadyPull",
    "ReadyPush",
]
