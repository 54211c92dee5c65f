"""What two versions of a catalogue make of each other."""
