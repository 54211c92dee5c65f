"""Does the runtime keep its promises? One file per promise; the checker judges the histories."""
