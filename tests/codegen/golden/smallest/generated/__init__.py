# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""What 'host' and 'kernel' say to each other."""

from .channels import READY, Host, Kernel, ReadyPull, ReadyPush

__all__ = [
    "READY",
    "Host",
    "Kernel",
    "ReadyPull",
    "ReadyPush",
]
