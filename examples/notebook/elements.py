"""What the user changes from outside.

A UI element is a variable of the notebook. A model is a variable that holds a dict.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from runtime import ChannelEmpty

from generated import Batchable, ModelCommand, UiElementPull, UIValue, UpdateUIElement


def batches(changes: UiElementPull) -> Iterator[list[Batchable]]:
    """Return each change, with all that have come in by then, as it comes."""
    for change in changes:
        batch = [change]
        try:
            while True:
                batch.append(changes.recv_nowait())
        except ChannelEmpty:
            yield batch


def apply(batch: Iterable[Batchable], namespace: dict[str, object]) -> None:
    """Make changes as one: a cell that runs sees only the last value of each."""
    elements: dict[str, UIValue] = {}
    models: dict[str, dict[str, UIValue]] = {}
    for change in batch:
        match change:
            case UpdateUIElement():
                elements[change.element_id] = change.value
            case ModelCommand():
                models.setdefault(change.model_id, {}).update(change.state)
            case _:
                assert_never(change)
    namespace.update(elements)
    for name, state in models.items():
        model = namespace.setdefault(name, {})
        if isinstance(model, dict):
            model.update(state)
        else:
            namespace[name] = state
