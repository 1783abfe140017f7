"""A stand-in for the two model services: Google Gemini and Amazon Titan Text Embeddings V2 on Bedrock.

It is strict where the real services are strict, answers from the content it gets, says in every answer that it is a
stand-in, can be told to fail in scripted ways, and remembers what it was called with. It never judges anything: its
bands are simple functions of countable features, there to show that data flows, not to score a learner.
"""

NOTICE = "[stand-in]"
"""Opens every free text that the stand-in writes, so that nobody takes it for an examiner's word."""
