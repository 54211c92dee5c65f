"""A kernel that never connects, until its standard input ends."""

import sys

if __name__ == "__main__":
    sys.stdin.readline()
    sys.stdin.read()
