"""Whose a directory is, and who else could come to what is in it.

A socket in a directory is as private as the directory: libzmq lets a second socket be bound at the
path of the first, and gives a socket the permissions that the umask happens to leave.
"""

from __future__ import annotations

import os
import stat

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def why_not_private(directory: str) -> str:
    """Return why others than this user may be in a directory; "" if nobody else is.

    It is looked at itself, not what a link leads to: whoever made the link could change it.
    """
    if not hasattr(os, "getuid"):  # no sockets are in directories there
        return ""
    try:
        found = os.lstat(directory)
    except OSError as error:
        return error.strerror or "it cannot be looked at"
    if not stat.S_ISDIR(found.st_mode):
        return "it is no directory"
    if found.st_uid != os.getuid():
        return f"it belongs to another user ({found.st_uid})"
    if found.st_mode & _OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        return f"other users may enter it (mode {mode:o}, not 700)"
    return ""


def why_not_safe(parent: str) -> str:
    """Return why others could put a directory of their own in the place of one in `parent`."""
    if not hasattr(os, "getuid"):
        return ""
    try:
        found = os.stat(parent)
    except OSError as error:
        return error.strerror or "it cannot be looked at"
    if found.st_uid not in (0, os.getuid()):
        return f"it belongs to another user ({found.st_uid})"
    if found.st_mode & _OTHERS_WRITE and not found.st_mode & stat.S_ISVTX:
        return "other users may rename what is in it"
    return ""
