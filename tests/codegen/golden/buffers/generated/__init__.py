# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""What 'host' and 'kernel' say to each other."""

from .channels import (
    CONTROL,
    LATEST,
    PICTURES,
    RAW,
    ControlPull,
    ControlPush,
    Host,
    Kernel,
    LatestPull,
    LatestPush,
    PicturesMessage,
    PicturesPull,
    PicturesPush,
    RawPull,
    RawPush,
)
from .messages import Picture, Pixels, Planes, Row, Scene, Stop, Tile

__all__ = [
    "CONTROL",
    "LATEST",
    "PICTURES",
    "RAW",
    "ControlPull",
    "ControlPush",
    "Host",
    "Kernel",
    "LatestPull",
    "LatestPush",
    "Picture",
    "PicturesMessage",
    "PicturesPull",
    "PicturesPush",
    "Pixels",
    "Planes",
    "RawPull",
    "RawPush",
    "Row",
    "Scene",
    "Stop",
    "Tile",
]
