"""One small record, shared by the tests of this room."""

from datetime import UTC, datetime

from briefing.models import (
    LeftOut,
    Record,
    RecordItem,
    RecordStory,
    Sentence,
    Topic,
    TopicMatch,
    Window,
    digest,
)

TEXT = "Three towns hold a vote on Sunday. The line carried 410,000 people last year."
SENTENCE = Sentence(
    text="Three towns hold a vote on Sunday.",
    url="https://harbour.example/vote",
    start=0,
    end=34,
    sha256=digest(TEXT),
)
ITEM = RecordItem(
    url="https://harbour.example/vote",
    title="Vote on the ferry line",
    source="Harbour Post",
    published=datetime(2026, 11, 22, 9, tzinfo=UTC),
)
STORY = RecordStory(
    thread="ferry-vote",
    headline="Harbour towns vote on the ferry line",
    section="Lead",
    items=(ITEM,),
    because=("with “Ferry ballot” (Meridian Wire): ferry, ballot",),
    score=1.5,
    topics=(TopicMatch(Topic("medtop:11000000", "Politics", "politics"), 0.5, ("vote",)),),
    sentences=(SENTENCE,),
)
RECORD = Record(
    day="2026-11-23",
    number=142,
    id="tag:briefing.example,2026-11-23:editions/2026-11-23",
    title="Harbour towns vote on the ferry line",
    summary="Also: the mine reopens.",
    window=Window(datetime(2026, 11, 20, 6, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC)),
    stories=(STORY,),
    left_out=(LeftOut("https://harbour.example/weather", "weak: one outlet"),),
    tags=("transport", "local-elections"),
)
