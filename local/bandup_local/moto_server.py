"""moto's server, with DynamoDB as it is where it matters most: an item is checked and written in one step.

moto answers in threads and takes no lock: of two conditional writes at the same moment both may succeed, and a job
would be claimed twice.
"""

from __future__ import annotations

import threading
from typing import Any

from moto.dynamodb.responses import DynamoHandler
from moto.server import main

_turn = threading.Lock()
_call_action = DynamoHandler.call_action


def _one_at_a_time(handler: DynamoHandler) -> Any:
    with _turn:
        return _call_action(handler)


if __name__ == "__main__":
    DynamoHandler.call_action = _one_at_a_time  # type: ignore[method-assign]
    main()
