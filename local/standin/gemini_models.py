"""The models that the stand-in knows, and the rules that differ between them (FACTS.md sections 0 and 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import gemini_error, invalid_argument

INPUT_TOKEN_LIMIT = 1_048_576
OUTPUT_TOKEN_LIMIT = 65_536


@dataclass(frozen=True)
class Model:
    name: str
    serves: str
    """What answers in the end: Google routes some names to a successor, and says so in `modelVersion`."""
    samples: bool
    """Whether temperature, topP and topK are honoured; newer models ignore them and refuse the penalties."""
    budgets: range | None
    """The thinking budgets it takes, apart from 0 and -1."""
    may_switch_thinking_off: bool
    levels: frozenset[str]


def _model(
    name: str,
    *,
    serves: str | None = None,
    samples: bool = False,
    budgets: range | None = None,
    off: bool = True,
    levels: str = "",
) -> Model:
    return Model(name, serves or name, samples, budgets, off, frozenset(levels.split()))


_ANY_BUDGET = range(1, 24_577)
_ALL_LEVELS = "MINIMAL LOW MEDIUM HIGH"

_MODELS = {
    model.name: model
    for model in (
        _model("gemini-2.5-flash", samples=True, budgets=_ANY_BUDGET),
        _model("gemini-2.5-flash-lite", samples=True, budgets=range(512, 24_577)),
        _model("gemini-2.5-pro", samples=True, budgets=range(128, 32_769), off=False),
        _model("gemini-3.1-flash-lite", samples=True, budgets=_ANY_BUDGET, levels=_ALL_LEVELS),
        _model("gemini-3.5-flash-lite", budgets=_ANY_BUDGET, levels=_ALL_LEVELS),
        _model("gemini-flash-lite-latest", serves="gemini-3.5-flash-lite", budgets=_ANY_BUDGET, levels=_ALL_LEVELS),
        _model("gemini-3.5-flash", serves="gemini-3.6-flash", budgets=_ANY_BUDGET, levels=_ALL_LEVELS),
        _model("gemini-3.6-flash", budgets=_ANY_BUDGET, levels=_ALL_LEVELS),
        _model("gemini-3.8-flash", budgets=_ANY_BUDGET, off=False, levels="LOW MEDIUM HIGH"),
        _model("gemini-flash-latest", serves="gemini-3.8-flash", budgets=_ANY_BUDGET, off=False,
               levels="LOW MEDIUM HIGH"),
        _model("gemini-4-argon", off=False, levels="LOW MEDIUM HIGH XHIGH"),
        _model("gemini-4-carbon", off=False, levels="LOW MEDIUM HIGH XHIGH"),
    )
}  # fmt: skip

_RETIRED = frozenset({"gemini-2.0-flash", "gemini-2.0-flash-001", "gemini-2.0-flash-lite", "gemini-2.0-flash-lite-001"})


def find(name: str) -> Model:
    """The model, or the 404 that Google gives for one that is gone or never was."""
    if name in _RETIRED:
        raise gemini_error(
            "NOT_FOUND",
            f"This model models/{name} is no longer available. Please update your code to use a newer model for the "
            "latest features and improvements.",
        )
    model = _MODELS.get(name)
    if model is None:
        raise gemini_error(
            "NOT_FOUND",
            f"models/{name} is not found for API version v1beta, or is not supported for generateContent. Call "
            "ListModels to see the list of available models and their supported methods.",
        )
    return model


def check_generation(model: Model, config: dict[str, Any]) -> None:
    """Raises the 400 that this model gives for a setting it does not take."""
    for name, low, high in (("temperature", 0.0, 2.0), ("topP", 0.0, 1.0)):
        value = config.get(name)
        if model.samples and value is not None and not low <= value <= high:
            raise invalid_argument(f"{name} must be in the range [{low}, {high}].")
    if not model.samples:
        for name in ("presencePenalty", "frequencyPenalty"):
            if config.get(name):
                raise invalid_argument(f"{name} is not supported for this model.")
        if config.get("candidateCount") is not None:
            raise invalid_argument("candidateCount is not supported for this model.")
    elif config.get("candidateCount", 1) != 1:
        raise invalid_argument("Only one candidate can be specified in the current model.")
    limit = config.get("maxOutputTokens")
    if limit is not None and not 1 <= limit <= OUTPUT_TOKEN_LIMIT:
        raise invalid_argument(
            f"max_output_tokens has a value of {limit} but the supported range is from 1 (inclusive) to "
            f"{OUTPUT_TOKEN_LIMIT + 1} (exclusive)."
        )
    _check_thinking(model, config.get("thinkingConfig", {}))


def _check_thinking(model: Model, thinking: dict[str, Any]) -> None:
    budget, level = thinking.get("thinkingBudget"), thinking.get("thinkingLevel")
    if budget is not None and level is not None:
        raise invalid_argument("You can only set one of thinking budget and thinking level.")
    if level is not None and level not in model.levels:
        if not model.levels:
            raise invalid_argument("Thinking level is not supported for this model.")
        raise invalid_argument(f"Thinking level {level} is not supported for this model.")
    if budget is not None and not _takes_budget(model, budget):
        raise invalid_argument(f"The thinking budget {budget} is invalid for this model.")


def _takes_budget(model: Model, budget: int) -> bool:
    if model.budgets is None:
        return False
    if budget == 0:
        return model.may_switch_thinking_off
    return budget == -1 or budget in model.budgets


def thoughts_tokens(config: dict[str, Any]) -> int:
    """Tokens the stand-in claims to have thought with: none at the lowest setting, so that it can be told apart."""
    thinking = config.get("thinkingConfig", {})
    if "thinkingBudget" in thinking:
        budget = thinking["thinkingBudget"]
        return 96 if budget < 0 else min(96, budget)
    return {"LOW": 32, "MEDIUM": 96, "HIGH": 192, "XHIGH": 256}.get(thinking.get("thinkingLevel", ""), 0)

