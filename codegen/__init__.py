"""Turns a catalogue into Python source: `python -m codegen`, or `codegen.generate.generate`."""
