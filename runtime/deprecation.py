"""How generated code marks what is deprecated, so that type checkers report a use of it.

`typing_extensions` is there when code is checked; nothing of it is needed when code runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:
    T = TypeVar("T")

    class deprecated:
        """Mark a class or function as deprecated, as PEP 702 says; silent at run time."""

        def __init__(self, message: str) -> None:
            self.message = message

        def __call__(self, marked: T) -> T:
            marked.__deprecated__ = self.message
            return marked
