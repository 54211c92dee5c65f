# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'contract', and the connection of each role."""

from typing import Final, TypeAlias

from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    AsyncPull,
    AsyncPush,
    BindingConnection,
    BufferChannel,
    Channel,
    ConnectingConnection,
    Pull,
    Push,
)

from .messages import Bulk, Control, Payload, Report, Tree, Values

ORDERS: Final[Channel[Control]] = Channel(
    "orders",
    Control,
    capacity=1000,
    fingerprint="afd936b13e90e471b44d50baccc3db5fe453eb66fb2362cea4427ebe7392e46a",
    names="a97778de325965c38da7ca2900c992be30d2986876ddaf1071e99102ee66d1d5",
)
"""What the kernel is to do, in this order."""


class OrdersPush(Push[Control]):
    """Sends `Control`."""

    channel = ORDERS


class OrdersPull(Pull[Control]):
    """Receives `Control`."""

    channel = ORDERS


class AsyncOrdersPush(AsyncPush[Control]):
    """Sends `Control`."""

    channel = ORDERS


class AsyncOrdersPull(AsyncPull[Control]):
    """Receives `Control`."""

    channel = ORDERS


REPORTS: Final[Channel[Report]] = Channel(
    "reports",
    Report,
    capacity=1000,
    fingerprint="bd9bd87c632cbc352c0d7d36ac94b952395abd2d283f98b78a99d642b52fef2e",
    names="8c8abda2e1b09d42caee556c3fea9bc55dee91b71477ee8cc9706cb5b43ca7e1",
)
"""What it has done."""


class ReportsPush(Push[Report]):
    """Sends `Report`."""

    channel = REPORTS


class ReportsPull(Pull[Report]):
    """Receives `Report`."""

    channel = REPORTS


class AsyncReportsPush(AsyncPush[Report]):
    """Sends `Report`."""

    channel = REPORTS


class AsyncReportsPull(AsyncPull[Report]):
    """Receives `Report`."""

    channel = REPORTS


DOWN1: Final[Channel[Payload]] = Channel(
    "down1",
    Payload,
    capacity=1000,
    fingerprint="bd66408e6df206237608b2d805faa684b589a9a21e3ad72d49413d7cd2bdf8e9",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel."""


class Down1Push(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN1


class Down1Pull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN1


class AsyncDown1Push(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN1


class AsyncDown1Pull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN1


DOWN2: Final[Channel[Payload]] = Channel(
    "down2",
    Payload,
    capacity=1000,
    fingerprint="9faadb9858a76b02f4f3edf3424b94f3ab04963c6912227e64bd11d031df064b",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel, beside `down1`."""


class Down2Push(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN2


class Down2Pull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN2


class AsyncDown2Push(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN2


class AsyncDown2Pull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN2


DOWN_TEN: Final[Channel[Payload]] = Channel(
    "down_ten",
    Payload,
    capacity=10,
    fingerprint="00cba5f41988e7baa2dd005b5ee8e0ec211455c6bd0099c40fd8341411fab593",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel, with room for ten."""


class DownTenPush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_TEN


class DownTenPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_TEN


class AsyncDownTenPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_TEN


class AsyncDownTenPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_TEN


DOWN_ONE: Final[Channel[Payload]] = Channel(
    "down_one",
    Payload,
    capacity=1,
    fingerprint="ebfc02ee7ad624ab0295b678bb9d5d8f2c74734b5ddba6b4a63281b0cf08dadd",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel, with room for one."""


class DownOnePush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_ONE


class DownOnePull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_ONE


class AsyncDownOnePush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_ONE


class AsyncDownOnePull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_ONE


DOWN_ERROR: Final[Channel[Payload]] = Channel(
    "down_error",
    Payload,
    capacity=10,
    overflow="error",
    fingerprint="87e9f19aca21c1abf1271ac647bd0b07b2ced237b732b69675d34ea1956eadb9",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel; refused at once when there is no room."""


class DownErrorPush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_ERROR


class DownErrorPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_ERROR


class AsyncDownErrorPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_ERROR


class AsyncDownErrorPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_ERROR


DOWN_NEWEST: Final[Channel[Payload]] = Channel(
    "down_newest",
    Payload,
    capacity=10,
    overflow="drop_newest",
    fingerprint="91a2f17f5937aebc4ba1486c6fa220648677c7284bb6230425d54d4651fbd7ab",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel; what finds no room is dropped."""


class DownNewestPush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_NEWEST


class DownNewestPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_NEWEST


class AsyncDownNewestPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_NEWEST


class AsyncDownNewestPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_NEWEST


DOWN_OLDEST: Final[Channel[Payload]] = Channel(
    "down_oldest",
    Payload,
    capacity=10,
    overflow="drop_oldest",
    fingerprint="b87556dc4b8cad5569f20421205b5534afedaa673c7b6e14f1fce3357735bee8",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel; what has waited longest makes room."""


class DownOldestPush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_OLDEST


class DownOldestPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_OLDEST


class AsyncDownOldestPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_OLDEST


class AsyncDownOldestPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_OLDEST


DOWN_LATEST: Final[Channel[Payload]] = Channel(
    "down_latest",
    Payload,
    capacity=10,
    overflow="latest",
    fingerprint="f3651646c3ebf07ad2aed6b36cf24e35bd615b9dd2b4ae21bcac3955fdc6c5cd",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel; only the newest waits."""


class DownLatestPush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_LATEST


class DownLatestPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_LATEST


class AsyncDownLatestPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_LATEST


class AsyncDownLatestPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_LATEST


UP1: Final[Channel[Payload]] = Channel(
    "up1",
    Payload,
    capacity=1000,
    fingerprint="2e2abf1126db089c1b8cde785384868324067d6b9eb8770c22608daf5698ab98",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the host."""


class Up1Push(Push[Payload]):
    """Sends `Payload`."""

    channel = UP1


class Up1Pull(Pull[Payload]):
    """Receives `Payload`."""

    channel = UP1


class AsyncUp1Push(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = UP1


class AsyncUp1Pull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = UP1


UP2: Final[Channel[Payload]] = Channel(
    "up2",
    Payload,
    capacity=1000,
    fingerprint="d2c4b97a6dea0d0c9203f5345f3f1d0e5e807424ef3e868bc2dbcc3b3ef26cba",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the host, beside `up1`."""


class Up2Push(Push[Payload]):
    """Sends `Payload`."""

    channel = UP2


class Up2Pull(Pull[Payload]):
    """Receives `Payload`."""

    channel = UP2


class AsyncUp2Push(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = UP2


class AsyncUp2Pull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = UP2


UP_TEN: Final[Channel[Payload]] = Channel(
    "up_ten",
    Payload,
    capacity=10,
    fingerprint="0778f0cf23e0d52f7361c128727d0ea8e7edfb7ee95321d709d8e01d8c4e2329",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the host, with room for ten."""


class UpTenPush(Push[Payload]):
    """Sends `Payload`."""

    channel = UP_TEN


class UpTenPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = UP_TEN


class AsyncUpTenPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = UP_TEN


class AsyncUpTenPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = UP_TEN


UP_ONE: Final[Channel[Payload]] = Channel(
    "up_one",
    Payload,
    capacity=1,
    fingerprint="9c41a7d3b750e66e824967eaea35b2bffb51383aaf8a7a00f2482e9658ac0d6c",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the host, with room for one."""


class UpOnePush(Push[Payload]):
    """Sends `Payload`."""

    channel = UP_ONE


class UpOnePull(Pull[Payload]):
    """Receives `Payload`."""

    channel = UP_ONE


class AsyncUpOnePush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = UP_ONE


class AsyncUpOnePull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = UP_ONE


DOWN_SMALL: Final[Channel[Payload]] = Channel(
    "down_small",
    Payload,
    capacity=1000,
    max_message_bytes=65536,
    fingerprint="717480bb931e47dc4610d1760712352dc2b626ab1f5dd4119a77911c9f352be3",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the kernel, nothing that is long."""


class DownSmallPush(Push[Payload]):
    """Sends `Payload`."""

    channel = DOWN_SMALL


class DownSmallPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_SMALL


class AsyncDownSmallPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = DOWN_SMALL


class AsyncDownSmallPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = DOWN_SMALL


UP_SMALL: Final[Channel[Payload]] = Channel(
    "up_small",
    Payload,
    capacity=1000,
    max_message_bytes=65536,
    fingerprint="217a9da0952450b447cce591545ac694fda0f190a532988f448e7910fc0f0899",
    names="6625165acd254dd07d0db075094867cb65e732d4378984af382751feaebbe300",
)
"""To the host, nothing that is long."""


class UpSmallPush(Push[Payload]):
    """Sends `Payload`."""

    channel = UP_SMALL


class UpSmallPull(Pull[Payload]):
    """Receives `Payload`."""

    channel = UP_SMALL


class AsyncUpSmallPush(AsyncPush[Payload]):
    """Sends `Payload`."""

    channel = UP_SMALL


class AsyncUpSmallPull(AsyncPull[Payload]):
    """Receives `Payload`."""

    channel = UP_SMALL


DOWN_BULK: Final[Channel[Bulk]] = BufferChannel(
    "down_bulk",
    Bulk,
    capacity=1000,
    fingerprint="f47ee83febd95c3492add8ebb52dcf1581ba8f0d3a2b658fc2d04f014fa0d8e9",
    names="2fce5f37760399d7ce9ee368b60fe5973bef012a1f03a57e639acae6ef33d507",
)
"""To the kernel, what is long as a frame of its own."""


class DownBulkPush(Push[Bulk]):
    """Sends `Bulk`."""

    channel = DOWN_BULK


class DownBulkPull(Pull[Bulk]):
    """Receives `Bulk`."""

    channel = DOWN_BULK


class AsyncDownBulkPush(AsyncPush[Bulk]):
    """Sends `Bulk`."""

    channel = DOWN_BULK


class AsyncDownBulkPull(AsyncPull[Bulk]):
    """Receives `Bulk`."""

    channel = DOWN_BULK


UP_BULK: Final[Channel[Bulk]] = BufferChannel(
    "up_bulk",
    Bulk,
    capacity=1000,
    fingerprint="1681e2a9e0a86d88fd5b9f0af02fef95a7b79032f9182dbf0c3f90dc86b72ae7",
    names="2fce5f37760399d7ce9ee368b60fe5973bef012a1f03a57e639acae6ef33d507",
)
"""To the host, what is long as a frame of its own."""


class UpBulkPush(Push[Bulk]):
    """Sends `Bulk`."""

    channel = UP_BULK


class UpBulkPull(Pull[Bulk]):
    """Receives `Bulk`."""

    channel = UP_BULK


class AsyncUpBulkPush(AsyncPush[Bulk]):
    """Sends `Bulk`."""

    channel = UP_BULK


class AsyncUpBulkPull(AsyncPull[Bulk]):
    """Receives `Bulk`."""

    channel = UP_BULK


DownValuesMessage: TypeAlias = Values | Tree

DOWN_VALUES: Final[Channel[DownValuesMessage]] = Channel(
    "down_values",
    DownValuesMessage,
    capacity=1000,
    fingerprint="710dc5ab5acb581d454ee30b35aa2260763e6f3ff7b6d001840bb8daab334c4e",
    names="1d5d09e835bb4b840f24da980d64d8e7598a12ebbbc397125c6a5f61eaebd71d",
)
"""Values for the kernel."""


class DownValuesPush(Push[DownValuesMessage]):
    """Sends `Values | Tree`."""

    channel = DOWN_VALUES


class DownValuesPull(Pull[DownValuesMessage]):
    """Receives `Values | Tree`."""

    channel = DOWN_VALUES


class AsyncDownValuesPush(AsyncPush[DownValuesMessage]):
    """Sends `Values | Tree`."""

    channel = DOWN_VALUES


class AsyncDownValuesPull(AsyncPull[DownValuesMessage]):
    """Receives `Values | Tree`."""

    channel = DOWN_VALUES


UpValuesMessage: TypeAlias = Values | Tree

UP_VALUES: Final[Channel[UpValuesMessage]] = Channel(
    "up_values",
    UpValuesMessage,
    capacity=1000,
    fingerprint="27a925d6ae079349bae17630575dca7555848fd2ce1aa80b1d675ba5299d2a36",
    names="1d5d09e835bb4b840f24da980d64d8e7598a12ebbbc397125c6a5f61eaebd71d",
)
"""The same values, back."""


class UpValuesPush(Push[UpValuesMessage]):
    """Sends `Values | Tree`."""

    channel = UP_VALUES


class UpValuesPull(Pull[UpValuesMessage]):
    """Receives `Values | Tree`."""

    channel = UP_VALUES


class AsyncUpValuesPush(AsyncPush[UpValuesMessage]):
    """Sends `Values | Tree`."""

    channel = UP_VALUES


class AsyncUpValuesPull(AsyncPull[UpValuesMessage]):
    """Receives `Values | Tree`."""

    channel = UP_VALUES


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    orders: OrdersPull
    """What the kernel is to do, in this order."""
    reports: ReportsPush
    """What it has done."""
    down1: Down1Pull
    """To the kernel."""
    down2: Down2Pull
    """To the kernel, beside `down1`."""
    down_ten: DownTenPull
    """To the kernel, with room for ten."""
    down_one: DownOnePull
    """To the kernel, with room for one."""
    down_error: DownErrorPull
    """To the kernel; refused at once when there is no room."""
    down_newest: DownNewestPull
    """To the kernel; what finds no room is dropped."""
    down_oldest: DownOldestPull
    """To the kernel; what has waited longest makes room."""
    down_latest: DownLatestPull
    """To the kernel; only the newest waits."""
    up1: Up1Push
    """To the host."""
    up2: Up2Push
    """To the host, beside `up1`."""
    up_ten: UpTenPush
    """To the host, with room for ten."""
    up_one: UpOnePush
    """To the host, with room for one."""
    down_small: DownSmallPull
    """To the kernel, nothing that is long."""
    up_small: UpSmallPush
    """To the host, nothing that is long."""
    down_bulk: DownBulkPull
    """To the kernel, what is long as a frame of its own."""
    up_bulk: UpBulkPush
    """To the host, what is long as a frame of its own."""
    down_values: DownValuesPull
    """Values for the kernel."""
    up_values: UpValuesPush
    """The same values, back."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    orders: OrdersPush
    """What the kernel is to do, in this order."""
    reports: ReportsPull
    """What it has done."""
    down1: Down1Push
    """To the kernel."""
    down2: Down2Push
    """To the kernel, beside `down1`."""
    down_ten: DownTenPush
    """To the kernel, with room for ten."""
    down_one: DownOnePush
    """To the kernel, with room for one."""
    down_error: DownErrorPush
    """To the kernel; refused at once when there is no room."""
    down_newest: DownNewestPush
    """To the kernel; what finds no room is dropped."""
    down_oldest: DownOldestPush
    """To the kernel; what has waited longest makes room."""
    down_latest: DownLatestPush
    """To the kernel; only the newest waits."""
    up1: Up1Pull
    """To the host."""
    up2: Up2Pull
    """To the host, beside `up1`."""
    up_ten: UpTenPull
    """To the host, with room for ten."""
    up_one: UpOnePull
    """To the host, with room for one."""
    down_small: DownSmallPush
    """To the kernel, nothing that is long."""
    up_small: UpSmallPull
    """To the host, nothing that is long."""
    down_bulk: DownBulkPush
    """To the kernel, what is long as a frame of its own."""
    up_bulk: UpBulkPull
    """To the host, what is long as a frame of its own."""
    down_values: DownValuesPush
    """Values for the kernel."""
    up_values: UpValuesPull
    """The same values, back."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    orders: AsyncOrdersPull
    """What the kernel is to do, in this order."""
    reports: AsyncReportsPush
    """What it has done."""
    down1: AsyncDown1Pull
    """To the kernel."""
    down2: AsyncDown2Pull
    """To the kernel, beside `down1`."""
    down_ten: AsyncDownTenPull
    """To the kernel, with room for ten."""
    down_one: AsyncDownOnePull
    """To the kernel, with room for one."""
    down_error: AsyncDownErrorPull
    """To the kernel; refused at once when there is no room."""
    down_newest: AsyncDownNewestPull
    """To the kernel; what finds no room is dropped."""
    down_oldest: AsyncDownOldestPull
    """To the kernel; what has waited longest makes room."""
    down_latest: AsyncDownLatestPull
    """To the kernel; only the newest waits."""
    up1: AsyncUp1Push
    """To the host."""
    up2: AsyncUp2Push
    """To the host, beside `up1`."""
    up_ten: AsyncUpTenPush
    """To the host, with room for ten."""
    up_one: AsyncUpOnePush
    """To the host, with room for one."""
    down_small: AsyncDownSmallPull
    """To the kernel, nothing that is long."""
    up_small: AsyncUpSmallPush
    """To the host, nothing that is long."""
    down_bulk: AsyncDownBulkPull
    """To the kernel, what is long as a frame of its own."""
    up_bulk: AsyncUpBulkPush
    """To the host, what is long as a frame of its own."""
    down_values: AsyncDownValuesPull
    """Values for the kernel."""
    up_values: AsyncUpValuesPush
    """The same values, back."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    orders: AsyncOrdersPush
    """What the kernel is to do, in this order."""
    reports: AsyncReportsPull
    """What it has done."""
    down1: AsyncDown1Push
    """To the kernel."""
    down2: AsyncDown2Push
    """To the kernel, beside `down1`."""
    down_ten: AsyncDownTenPush
    """To the kernel, with room for ten."""
    down_one: AsyncDownOnePush
    """To the kernel, with room for one."""
    down_error: AsyncDownErrorPush
    """To the kernel; refused at once when there is no room."""
    down_newest: AsyncDownNewestPush
    """To the kernel; what finds no room is dropped."""
    down_oldest: AsyncDownOldestPush
    """To the kernel; what has waited longest makes room."""
    down_latest: AsyncDownLatestPush
    """To the kernel; only the newest waits."""
    up1: AsyncUp1Pull
    """To the host."""
    up2: AsyncUp2Pull
    """To the host, beside `up1`."""
    up_ten: AsyncUpTenPull
    """To the host, with room for ten."""
    up_one: AsyncUpOnePull
    """To the host, with room for one."""
    down_small: AsyncDownSmallPush
    """To the kernel, nothing that is long."""
    up_small: AsyncUpSmallPull
    """To the host, nothing that is long."""
    down_bulk: AsyncDownBulkPush
    """To the kernel, what is long as a frame of its own."""
    up_bulk: AsyncUpBulkPull
    """To the host, what is long as a frame of its own."""
    down_values: AsyncDownValuesPush
    """Values for the kernel."""
    up_values: AsyncUpValuesPull
    """The same values, back."""
