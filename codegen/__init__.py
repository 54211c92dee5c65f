"""Turns a catalogue into Python source: `python -m codegen`, or `generate` from a program."""

from codegen.generate import generate
from codegen.problems import CatalogueError, Position, Problem

__all__ = ["CatalogueError", "Position", "Problem", "generate"]
