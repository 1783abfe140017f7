"""What schemathesis can't know from the document: whose token is sent, and which objects that learner has.

Only well-formed requests are changed; malformed ones go out as they were made.
"""

import json
import os

import schemathesis

# {"user_id", "audio_url", "pdf_url"}, from the test that starts schemathesis.
LEARNER = json.loads(os.environ["BANDUP_LEARNER"])


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if isinstance(case.body, dict):
        for name, value in LEARNER.items():
            # Every second object stays somebody else's.
            if name in case.body and (name == "user_id" or len(str(case.body[name])) % 2):
                case.body[name] = value
    if case.query:
        # A made-up cursor has the right form and is none; test_history.py follows real ones.
        case.query.pop("cursor", None)
        if "user_id" in case.query:
            case.query["user_id"] = LEARNER["user_id"]
