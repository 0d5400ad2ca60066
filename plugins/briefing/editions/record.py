"""The record ``DAY.json``: what the machine knows behind an edition, as JSON and back.

The shape is a contract (see docs/editions.md): keys may be added, none renamed or dropped.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from briefing.errors import ContentError
from briefing.models import (
    Amends,
    Claim,
    Conflict,
    Correction,
    Disagreement,
    LeftOut,
    Origin,
    Record,
    RecordItem,
    RecordStory,
    Seal,
    Sentence,
    Topic,
    TopicMatch,
    Window,
)


def dumps(record: Record) -> str:
    """Write a record as indented JSON with a final line feed; same record, same bytes."""
    return json.dumps(_record_out(record), ensure_ascii=False, indent=1) + "\n"


def loads(text: str, name: str = "the record") -> Record:
    """Read a record.

    Raises:
        ContentError: it is not JSON or lacks something; ``name`` is named in the message.
    """
    try:
        return _record_in(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(
            f"{name} is not a record of an edition ({error!r}). It is the machine's file: restore "
            "it from git, or delete it and the edition stands as a hand-written one."
        ) from error


def moment_out(moment: datetime) -> str:
    """Write a UTC instant as ``2026-11-23T06:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_in(text: str) -> datetime:
    """Read an instant as written by :func:`moment_out`."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _record_out(record: Record) -> dict[str, Any]:
    return {
        "day": record.day,
        "number": record.number,
        "id": record.id,
        "title": record.title,
        "summary": record.summary,
        "language": record.language,
        "tags": list(record.tags),
        "window": {
            "from": moment_out(record.window.opens),
            "to": moment_out(record.window.closes),
        },
        "stories": [_story_out(story) for story in record.stories],
        "left_out": [{"url": left.url, "reason": left.reason} for left in record.left_out],
        "status": record.status,
        "amends": [asdict(one) for one in record.amends],
        "conflicts": [asdict(one) for one in record.conflicts],
        "corrections": [asdict(one) | {"at": moment_out(one.at)} for one in record.corrections],
        "semantic": record.semantic,
        "seal": _seal_out(record.seal) if record.seal else None,
    }


def _seal_out(seal: Seal) -> dict[str, Any]:
    return {"at": moment_out(seal.at), "parts": dict(seal.parts)}


def _story_out(story: RecordStory) -> dict[str, Any]:
    return {
        "thread": story.thread,
        "headline": story.headline,
        "section": story.section,
        "score": round(story.score, 4),
        "previous": story.previous,
        "items": [_item_out(item) for item in story.items],
        "because": list(story.because),
        "topics": [_topic_out(match) for match in story.topics],
        "sentences": [_sentence_out(sentence) for sentence in story.sentences],
        "disagreements": [_disagreement_out(one) for one in story.disagreements],
    }


def _disagreement_out(one: Disagreement) -> dict[str, Any]:
    return {"what": one.what, "who": one.who, "claims": [_claim_out(c) for c in one.claims]}


def _claim_out(claim: Claim) -> dict[str, Any]:
    return {
        "figure": claim.figure,
        "outlet": claim.outlet,
        "published": moment_out(claim.published),
        "sentence": _sentence_out(claim.sentence),
    }


def _item_out(item: RecordItem) -> dict[str, Any]:
    return {
        "url": item.url,
        "title": item.title,
        "source": item.source,
        "published": moment_out(item.published),
        "own": item.own,
    } | ({"language": item.language} if item.language else {})


def _topic_out(match: TopicMatch) -> dict[str, Any]:
    return {
        "id": match.topic.id,
        "label": match.topic.label,
        "slug": match.topic.slug,
        "parent": match.topic.parent,
        "confidence": round(match.confidence, 4),
        "reasons": list(match.reasons),
    }


def _sentence_out(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "url": sentence.url,
        "start": sentence.start,
        "end": sentence.end,
        "sha256": sentence.sha256,
        "origin": sentence.origin.value,
    }


def _record_in(data: dict[str, Any]) -> Record:
    return Record(
        day=data["day"],
        number=int(data["number"]),
        id=data["id"],
        title=data["title"],
        summary=data["summary"],
        language=data.get("language", "en"),
        tags=tuple(data.get("tags", ())),
        window=Window(moment_in(data["window"]["from"]), moment_in(data["window"]["to"])),
        stories=tuple(_story_in(story) for story in data["stories"]),
        left_out=tuple(LeftOut(left["url"], left["reason"]) for left in data["left_out"]),
        status=data.get("status", "published"),
        amends=tuple(Amends(**one) for one in data.get("amends", ())),
        conflicts=tuple(Conflict(**one) for one in data.get("conflicts", ())),
        corrections=tuple(
            Correction(**one | {"at": moment_in(one["at"])}) for one in data.get("corrections", ())
        ),
        semantic=data.get("semantic", ""),
        seal=_seal_in(data["seal"]) if data.get("seal") else None,
    )


def _seal_in(data: dict[str, Any]) -> Seal:
    return Seal(moment_in(data["at"]), tuple(data["parts"].items()))


def _story_in(data: dict[str, Any]) -> RecordStory:
    return RecordStory(
        thread=data["thread"],
        headline=data["headline"],
        section=data["section"],
        score=float(data.get("score", 0.0)),
        previous=data.get("previous"),
        items=tuple(_item_in(item) for item in data["items"]),
        because=tuple(data["because"]),
        topics=tuple(_topic_in(topic) for topic in data["topics"]),
        sentences=tuple(_sentence_in(sentence) for sentence in data["sentences"]),
        disagreements=tuple(_disagreement_in(one) for one in data.get("disagreements", ())),
    )


def _disagreement_in(data: dict[str, Any]) -> Disagreement:
    return Disagreement(data["what"], data["who"], tuple(_claim_in(c) for c in data["claims"]))


def _claim_in(data: dict[str, Any]) -> Claim:
    sentence = _sentence_in(data["sentence"])
    return Claim(data["figure"], data["outlet"], moment_in(data["published"]), sentence)


def _item_in(data: dict[str, Any]) -> RecordItem:
    return RecordItem(
        url=data["url"],
        title=data["title"],
        source=data["source"],
        published=moment_in(data["published"]),
        own=bool(data.get("own", False)),
        language=data.get("language", ""),
    )


def _topic_in(data: dict[str, Any]) -> TopicMatch:
    topic = Topic(data["id"], data["label"], data["slug"], data.get("parent"))
    return TopicMatch(topic, float(data["confidence"]), tuple(data["reasons"]))


def _sentence_in(data: dict[str, Any]) -> Sentence:
    return Sentence(
        text=data["text"],
        url=data["url"],
        start=int(data["start"]),
        end=int(data["end"]),
        sha256=data["sha256"],
        origin=Origin(data["origin"]),
    )
