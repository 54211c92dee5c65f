# %% Settings
# For other values: --set height=40, or, while the picture moves, --slide frequency=0.6
import math
import os
import shutil
import sys
import time

height = 24  # lines
frames = 60  # pictures, if it can move
frequency = 0.3  # of the waves, per line

# %% Where it is drawn
terminal = sys.stdout.isatty()
colour = terminal and not os.environ.get("NO_COLOR")
size = shutil.get_terminal_size()
if terminal:
    height = max(1, min(height, size.lines - 2))
width = min(2 * height + 16, size.columns - 1)

(
    f"{width} x {height}, "
    + ("moving" if terminal else "still")
    + (", in colour" if colour else "")
)

# %% Two stones in a pond
STONES = [
    (0.3, 0.55),
    (0.7, 0.45),
]  # where they fall, in parts of the width and the height
SHADES = " .:-=+*#%@"
BLUES = [
    17,
    18,
    19,
    20,
    26,
    32,
    38,
    44,
    80,
    123,
    159,
    195,
    231,
]  # of the 256 colours of a terminal


def level(column: int, row: float, phase: float) -> float:
    """How high the water stands at a place: between 0 and 1."""
    total = 0.0
    for x, y in STONES:
        distance = math.hypot((column - x * width) / 2, row - y * height)
        total += math.sin(distance * frequency * 2 - phase) / (1 + distance / 12)
    return min(max(total / 3 + 0.5, 0.0), 0.999)


def shade(column: int, row: int, phase: float) -> str:
    """One character of the picture; in colour, it shows two points, one above the other."""
    if not colour:
        return SHADES[int(level(column, row, phase) * len(SHADES))]
    upper = BLUES[int(level(column, row, phase) * len(BLUES))]
    lower = BLUES[int(level(column, row + 0.5, phase) * len(BLUES))]
    return f"\x1b[38;5;{upper};48;5;{lower}m▀"


def picture(phase: float) -> str:
    end = "\x1b[0m\n" if colour else "\n"
    return "".join(
        "".join(shade(column, row, phase) for column in range(width)) + end
        for row in range(height)
    )


# %% The pond
for frame in range(frames if terminal else 1):
    if frame:
        print(f"\x1b[{height}A", end="")  # back to the first line of the picture
    print(picture(frame * 0.4), end="", flush=True)
    if terminal:
        time.sleep(0.03)

# %% How much water moved
sum(
    abs(level(column, row, 0) - 0.5) for column in range(width) for row in range(height)
)
