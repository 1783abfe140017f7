"""Who writes the stand-in's answers: one module for each kind of job, found here without being listed anywhere.

A module has two functions. `takes(material, schema)` says whether a request is its kind's, by the labels of its blocks
(material.py) or the properties of its response schema; `make(material, schema, transcripts)` gives the author
(instance.Author). A new kind of job brings a module, and its prompt a label. What no such module takes is the card
writer's, where it is about passages or a document, or else the examiner's.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from ..instance import Author
from ..material import Material
from ..response_schema import Schema
from . import card_writer, examiner

_ALL: list[ModuleType] = [importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
_SPECIAL = [module for module in _ALL if module not in (card_writer, examiner)]


def author_of(material: Material, schema: Schema, transcripts: dict[str, str]) -> Author:
    takers = [module for module in _SPECIAL if module.takes(material, schema)]
    if len(takers) > 1:
        raise ValueError(f"several authors take one request: {', '.join(module.__name__ for module in takers)}")
    usual = card_writer if card_writer.takes(material, schema) else examiner
    author: Author = (takers or [usual])[0].make(material, schema, transcripts)
    return author
