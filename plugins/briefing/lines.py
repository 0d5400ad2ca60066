"""JSON lines in, JSON lines out: the newsroom for scripts and for measuring.

``summarise`` and ``topics`` answer each line as it comes; ``group`` reads all lines first.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from briefing.errors import BriefingError
from briefing.models import Item, TopicMatch
from briefing.newsroom import semantic, stories, topics
from briefing.newsroom.semantic import Encoder

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Answer = dict[str, Any]
_write = json.JSONEncoder(ensure_ascii=False).encode


def summaries(lines: Iterable[str], *, sentences: int, words: int) -> Iterator[str]:
    """Answer ``{"title", "text"}`` or ``{"documents": [...]}`` by ``{"summary": [...]}``."""
    from briefing.newsroom.summaries import summarise  # only here: groups start quicker without

    def answer(asked: Answer) -> Answer:
        documents = asked.get("documents", [asked])
        if not isinstance(documents, list) or not all(isinstance(d, dict) for d in documents):
            raise BriefingError("“documents” must be a list of objects with title and text.")
        items = [_item(document, number) for number, document in enumerate(documents)]
        said = summarise(items, sentences=sentences, words=words)
        return {"summary": [sentence.text for sentence in said]}

    return _each(lines, answer)


def encoder(wanted: bool) -> Encoder | None:
    """Return the sentence model of the extra ``semantic``, if it is wanted and installed."""
    return semantic.load() if wanted else None


def topic_matches(
    lines: Iterable[str],
    vocabulary: topics.Vocabulary,
    learned: topics.Learned | None = None,
    encoder: Encoder | None = None,
    *,
    everything: bool,
) -> Iterator[str]:
    """Answer ``{"title", "text"}`` by ``{"topics": [...]}``, best first, none when unsure."""
    classify = topics.rank if everything else topics.classify

    def answer(asked: Answer) -> Answer:
        found = classify([_item(asked, 0)], vocabulary, learned, encoder)
        return {"topics": [_topic(match) for match in found]}

    return _each(lines, answer)


def groups(lines: Iterable[str], encoder: Encoder | None = None) -> Iterator[str]:
    """Answer ``{"id", "title", ...}`` lines by ``{"id", "story", "because"}`` in their order.

    ``because`` is each item's own reason for being in its story; one that is alone has none.
    """
    asked = [_read(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    names = [document.get("id", number) for number, document in enumerate(asked)]
    items = [_item(document, number) for number, document in enumerate(asked)]
    found: dict[str, tuple[Any, list[str]]] = {}
    for group in stories.group(items, encoder=encoder):
        first = min(item.id for item in group.items)
        for item, why in zip_longest(group.items, group.because):
            found[item.id] = (names[int(first)], [why] if why else [])
    for name, item in zip(names, items, strict=True):
        story, because = found[item.id]
        yield _write({"id": name, "story": story, "because": because})


def _each(lines: Iterable[str], answer: Callable[[Answer], Answer]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _write(answer(_read(line, number)))


def _read(line: str, number: int) -> Answer:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise BriefingError(f"Line {number} of the input is not JSON: {error}.") from None
    if not isinstance(asked, dict):
        raise BriefingError(f"Line {number} of the input is not a JSON object.")
    return asked


def _item(document: Answer, number: int) -> Item:
    published = _moment(document.get("published"))
    source = str(document.get("source") or document.get("id") or f"line {number + 1}")
    return Item(
        id=f"{number:09d}",
        source=source,
        outlet=source,
        url=f"https://item.invalid/{number}",
        title=_text(document.get("title")),
        text=_text(document.get("text")),
        published=published,
        first_seen=published,
    )


def _text(value: object) -> str:
    """Return a field as text that can be written again: JSON may carry half a character."""
    return str(value or "").encode("utf-8", "replace").decode()


def _moment(text: object) -> datetime:
    """Read an ISO instant; without one all items count as of the same time."""
    try:
        moment = datetime.fromisoformat(str(text))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return _EPOCH


def _topic(match: TopicMatch) -> Answer:
    topic = match.topic
    return {"id": topic.id, "label": topic.label, "confidence": match.confidence}
