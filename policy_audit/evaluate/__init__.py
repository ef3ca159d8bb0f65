"""Labelled cases -> how often the tool is right, with intervals and every costly mistake named."""

from policy_audit.evaluate.evaluation import Evaluation, evaluate, summarise
from policy_audit.evaluate.json import to_json
from policy_audit.evaluate.rows import Prediction
from policy_audit.evaluate.text import render_text

__all__ = ["Evaluation", "Prediction", "evaluate", "render_text", "summarise", "to_json"]
