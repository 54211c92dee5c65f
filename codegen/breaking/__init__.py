"""What a change of a catalogue breaks: from two versions to findings, proved by messages."""
