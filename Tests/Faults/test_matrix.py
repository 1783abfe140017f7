"""Every fault of the catalogue: the job ends, the message goes, nothing is paid twice, the process lives."""

import catalogue
import pytest
from matrix import Row


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, id=str(fault), marks=[pytest.mark.short] if fault.short else []) for fault in catalogue.ALL],
)
def test_fault(lab, matrix, fault):
    is_own = fault.own_instance or fault.timeout is not None
    instance = (
        lab.instance(fault.subject, timeout_seconds=fault.timeout, **fault.variables)
        if is_own
        else lab.shared(fault.subject)
    )
    job = lab.job(fault.subject, **fault.fields)
    lab.proxy.script(*fault.cloud)
    lab.stack.standin.script(*fault.models)
    pid = instance.function_pid()

    outcome = lab.run(job, [instance], heals_after=fault.heals_after)

    matrix.add(
        Row(fault.step, fault.what, fault.subject, outcome.ends_as, len(outcome.invocations), len(outcome.calls),
            fault.calls, outcome.seconds)
    )  # fmt: skip
    assert [invocation.error for invocation in outcome.invocations] == [None] * fault.deliveries, outcome.log
    assert outcome.status == fault.status, outcome.log
    assert (outcome.record or {}).get("error_code") == fault.code
    assert len(outcome.calls) == fault.calls, outcome.log
    assert outcome.queue_left == 0
    assert outcome.is_dead == fault.is_dead
    assert instance.function_pid() is not None
    assert pid in (None, instance.function_pid())
    if fault.log:
        assert fault.log in outcome.log
    if fault.check:
        fault.check(lab, outcome)
    # What the fault was scripted for has happened, or nothing was tested.
    assert fault.heals_after or not any(rule["times"] for rule in fault.cloud) or lab.proxy.remaining() == 0
