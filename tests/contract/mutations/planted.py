"""All the bugs."""

from typing import Final

from tests.contract.mutations.meeting import MEETING
from tests.contract.mutations.mutation import Mutation
from tests.contract.mutations.receiving import RECEIVING
from tests.contract.mutations.sending import SENDING
from tests.contract.mutations.strangers import STRANGERS
from tests.contract.mutations.tasks import TASKS

PLANTED: Final[dict[str, Mutation]] = {
    one.name: one for one in (*SENDING, *RECEIVING, *MEETING, *STRANGERS, *TASKS)
}
