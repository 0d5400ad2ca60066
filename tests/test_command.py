"""The command as a person meets it: what it prints, what it leaves, how it exits."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import click
import pytest
from aiosmtpd.controller import Controller

from briefing.cli import main
from briefing.store import run_lock
from sample import COMMAND, ROOT, Run


def test_the_sample_gives_six_editions_or_more(published: Path) -> None:
    editions = sorted((published / "content/editions").glob("*.md"))
    assert len(editions) >= 6
    assert all(path.with_suffix(".json").is_file() for path in editions)
    assert (published / "output/index.html").is_file()
    assert (published / "var/mail/2026-01-30.eml").is_file()


def test_every_item_of_a_window_is_in_or_left_out_with_a_reason(published: Path) -> None:
    for path in (published / "content/editions").glob("*.json"):
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        told = [item["url"] for story in record["stories"] for item in story["items"]]
        left = [out["url"] for out in record["left_out"]]
        assert len(told + left) == len(set(told + left))
        assert all(out["reason"] for out in record["left_out"])


def test_no_item_is_told_twice(published: Path) -> None:
    told: list[str] = []
    for path in (published / "content/editions").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        told += [item["url"] for story in record["stories"] for item in story["items"]]
    assert len(told) == len(set(told))


def test_ingest_reports_each_source_and_goes_on_after_a_bad_one(
    project: Path, briefing: Run
) -> None:
    (project / "content/feeds/harbour-post.xml").write_text("garbage", encoding="utf-8")
    (project / "content/feeds/meridian-wire.xml").unlink()
    done = briefing(project, "ingest", "--json")
    assert done.returncode == 0, done.stderr
    reports = {report["source"]: report for report in json.loads(done.stdout)}
    assert len(reports) == 8
    assert "feed" in reports["Harbour Post"]["failed"]
    assert "not there" in reports["Meridian Wire"]["failed"]
    assert reports["Castlemere Chronicle"]["new"] > 0
    again = json.loads(briefing(project, "ingest", "--json").stdout)
    assert sum(report["new"] for report in again) == 0


def test_an_edited_edition_is_never_overwritten(project: Path, briefing: Run) -> None:
    briefing(project, "ingest")
    assert briefing(project, "edition").returncode == 0
    path = project / "content/editions/2026-01-28.md"
    edited = path.read_text(encoding="utf-8").replace("Title: ", "Title: Edited: ")
    path.write_text(edited, encoding="utf-8")
    for verb in ("ingest", "edition", "html", "newsletter"):
        assert briefing(project, verb).returncode == 0
    assert path.read_text(encoding="utf-8") == edited
    page = (project / "output/editions/2026-01-28/index.html").read_text(encoding="utf-8")
    assert "Edited: " in page


def test_the_site_builds_without_a_database(published: Path, project: Path, briefing: Run) -> None:
    subprocess.run(
        ["cp", "-r", str(published / "content/editions"), str(project / "content")], check=True
    )
    assert briefing(project, "html").returncode == 0
    assert not (project / "var/briefing.db").exists()
    made = project / "output/index.html"
    assert made.read_bytes() == (published / "output/index.html").read_bytes()


def test_review_makes_drafts_that_stay_off_the_site(project: Path, briefing: Run) -> None:
    briefing(project, "ingest")
    assert briefing(project, "edition", BRIEFING_REVIEW="1").returncode == 0
    text = (project / "content/editions/2026-01-30.md").read_text(encoding="utf-8")
    assert "Status: draft" in text
    assert briefing(project, "html").returncode == 0
    assert not list((project / "output").rglob("*2026-01-30*"))
    mail = briefing(project, "newsletter")
    assert mail.returncode == 1
    assert "no published edition" in mail.stderr


def test_a_failed_build_leaves_the_last_good_site(project: Path, briefing: Run) -> None:
    assert briefing(project, "html").returncode == 0
    before = (project / "output/index.html").read_bytes()
    (project / "content/editions").mkdir(exist_ok=True)
    (project / "content/editions/2026-01-28.md").write_text("no title\n", encoding="utf-8")
    done = briefing(project, "html")
    assert done.returncode == 1
    assert "2026-01-28.md" in done.stderr
    assert "last good" in done.stderr
    assert (project / "output/index.html").read_bytes() == before


def test_an_edition_written_ahead_holds_nothing_up(project: Path, briefing: Run) -> None:
    folder = project / "content/editions"
    folder.mkdir()
    (folder / "2026-02-20.md").write_text("Title: Ahead\nStatus: draft\n", encoding="utf-8")
    (folder / ".#2026-02-20.md").write_text("an editor's lock", encoding="utf-8")
    briefing(project, "ingest")
    written = json.loads(briefing(project, "edition", "--json").stdout)["written"]
    assert written[-1] == "2026-01-30"
    later = {"BRIEFING_HOUR": "06:20", "BRIEFING_MIN_STORIES": "1"}
    again = briefing(project, "edition", "--json", **later)
    assert json.loads(again.stdout)["written"] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("2026-01-28.md", "Title: x\nStatus: publised\n"), ("20260128.md", "Title: x\n")],
)
def test_every_verb_refuses_a_broken_edition(
    project: Path, briefing: Run, name: str, text: str
) -> None:
    (project / "content/editions").mkdir()
    (project / "content/editions" / name).write_text(text, encoding="utf-8")
    for verb in ("edition", "newsletter", "html", "desk"):
        done = briefing(project, verb)
        assert done.returncode == 1
        assert name in done.stderr


class Inbox:
    """A mail server's handler that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        return "250 2.0.0 kept"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """A real SMTP server on loopback, and its address."""
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def test_send_mails_the_edition_as_it_stands_and_each_reader_once(
    project: Path, briefing: Run, inbox: tuple[Inbox, str]
) -> None:
    handler, server = inbox
    assert briefing(project, "ingest").returncode == 0
    assert briefing(project, "edition").returncode == 0
    (project / "var/subscribers.txt").write_text("ana@a.example\nben@b.example\n")
    path = project / "content/editions/2026-01-30.md"
    edited = path.read_text(encoding="utf-8").replace("Title: ", "Title: Edited: ", 1)
    path.write_text(edited, encoding="utf-8")
    first = json.loads(briefing(project, "send", "--json", BRIEFING_SMTP=server).stdout)
    assert first["sent"] == 2
    assert all(b"Subject: Edited: " in mail for mail in handler.mails)
    kept = (project / "var/mail/2026-01-30.eml").read_bytes()
    path.write_text(edited.replace("Edited: ", "Again: "), encoding="utf-8")
    again = briefing(project, "newsletter")
    assert "Its sending has begun" in again.stdout
    assert (project / "var/mail/2026-01-30.eml").read_bytes() == kept
    second = json.loads(briefing(project, "send", "--json", BRIEFING_SMTP=server).stdout)
    assert (second["sent"], second["already"], len(handler.mails)) == (0, 2, 2)


@pytest.mark.parametrize(("word", "mails"), [("arrived", 1), ("again", 2)])
def test_what_broke_off_is_settled_by_the_editor(
    project: Path, briefing: Run, inbox: tuple[Inbox, str], word: str, mails: int
) -> None:
    handler, server = inbox
    assert briefing(project, "ingest").returncode == 0
    assert briefing(project, "edition").returncode == 0
    assert briefing(project, "newsletter").returncode == 0
    (project / "var/subscribers.txt").write_text("ana@a.example\nben@b.example\n")
    trial = briefing(project, "send", "--json", BRIEFING_SMTP=server)
    assert json.loads(trial.stdout)["sent"] == 2
    handler.mails.clear()
    with sqlite3.connect(project / "var/send.db") as ledger:
        ledger.execute("UPDATE delivery SET state = 'uncertain' WHERE recipient LIKE 'ana@%'")
        ledger.execute("UPDATE delivery SET state = 'queued' WHERE recipient LIKE 'ben@%'")
    ledger.close()
    held = briefing(project, "send", "--dry-run")
    assert held.stdout.split()[0] == "ben@b.example"
    done = briefing(project, "send", "--uncertain", word, BRIEFING_SMTP=server)
    assert "1 uncertain mail settled." in done.stderr
    assert len(handler.mails) == mails


@pytest.mark.parametrize("verb", ["ingest", "edition", "html", "newsletter", "publish", "send"])
def test_two_runs_at_once(project: Path, briefing: Run, verb: str) -> None:
    with run_lock(project / "var/briefing.lock"):
        done = briefing(project, verb)
    assert done.returncode == 75
    assert str(os.getpid()) in done.stderr


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"BRIEFING_SORCES": "x"}, "did you mean BRIEFING_SOURCES?"),
        ({"BRIEFING_NOW": "yesterday"}, "BRIEFING_NOW must be an instant"),
        ({"BRIEFING_SOURCES": "content/none.opml"}, "content/none.opml"),
        ({"BRIEFING_DATABASE": "sqlite:////proc/none/x.db"}, "database"),
    ],
)
def test_a_wrong_setting_says_what_to_do(
    project: Path, briefing: Run, environ: dict[str, str], message: str
) -> None:
    done = briefing(project, "ingest", **environ)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_misuse_exits_2(project: Path, briefing: Run) -> None:
    assert briefing(project, "ingest", "--nonsense").returncode == 2
    assert briefing(project, "nonsense").returncode == 2


def test_outside_a_project_it_says_so(tmp_path: Path, briefing: Run) -> None:
    done = briefing(tmp_path, "html")
    assert done.returncode == 1
    assert "pelican.conf.py" in done.stderr


def test_verify_finds_the_sample_byte_identical(project: Path, briefing: Run) -> None:
    done = briefing(project, "verify")
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d+ files .* byte-identical", done.stdout)


def lines(project: Path, verb: str, asked: list[dict[str, Any]], *more: str) -> list[Any]:
    text = "".join(json.dumps(line) + "\n" for line in asked)
    done = subprocess.run(
        [*COMMAND, verb, *more],
        cwd=project,
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


FERRY = {
    "title": "Towns vote on the ferry line",
    "text": "Three harbour towns voted to keep the ferry line on Sunday. The ferry carried "
    "410,000 people last year, the operator said. Turnout was 61 per cent. "
    "The council meets on Tuesday to sign the contract. Fares will not change.",
}


def test_summarise_answers_each_line(project: Path) -> None:
    one, two = lines(project, "summarise", [FERRY, {"documents": [FERRY, FERRY]}])
    assert 1 <= len(one["summary"]) <= 3
    assert set(one["summary"]) | set(two["summary"]) <= set(re.split(r"(?<=\.) ", FERRY["text"]))
    (short,) = lines(project, "summarise", [FERRY], "--sentences", "1")
    assert len(short["summary"]) == 1


def test_topics_answers_each_line(project: Path) -> None:
    (answer,) = lines(project, "topics", [FERRY], "--all")
    assert {"id", "label", "confidence"} == set(answer["topics"][0])
    (nothing,) = lines(project, "topics", [{"title": "Xyzzy", "text": ""}])
    assert nothing == {"topics": []}


def test_group_answers_in_order(project: Path) -> None:
    asked = [
        {"id": "a", **FERRY},
        {"id": "b", "title": "Black holes merge", "text": "Two black holes merged far away."},
        {"id": "c", **FERRY, "source": "Other"},
    ]
    answers = lines(project, "group", asked)
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["story"] == answers[2]["story"] != answers[1]["story"]


def test_odd_lines_are_answered(project: Path) -> None:
    odd = {"title": None, "text": "Half a character \ud800 in a sentence of some words."}
    assert lines(project, "summarise", [odd, {"documents": []}])[1] == {"summary": []}
    asked = [{"id": 5, "title": "A", "published": "0001-01-01T00:00:00+14:00"}]
    assert lines(project, "group", asked)[0]["id"] == 5


def test_a_line_that_is_not_json_is_named(project: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "topics"],
        cwd=project,
        input="{}\nnonsense\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Line 2 of the input is not JSON" in done.stderr


def test_check_feed_prints_a_line_a_file(project: Path, briefing: Run) -> None:
    bad = project / "bad.xml"
    bad.write_text("garbage", encoding="utf-8")
    done = briefing(project, "check-feed", "content/feeds/quay-and-cargo.xml", "bad.xml")
    good, broken = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert (good["id"], good["status"], len(good["items"])) == (
        "content/feeds/quay-and-cargo.xml",
        "ok",
        10,
    )
    assert (broken["status"], broken["feed"], broken["items"]) == ("notfeed", None, [])


def test_check_feed_speaks_utf8_whatever_the_locale_and_the_names(project: Path) -> None:
    (project / "one.xml").write_text("<rss><channel><title>Zoë</title></channel></rss>", "utf-8")
    jobs = b'\xff\n{"id": "\\ud800\xc3\xab", "path": "one.xml"}\n'
    done = subprocess.run(
        [*COMMAND, "check-feed", "--jobs"],
        cwd=project,
        input=jobs,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    first, second = map(json.loads, done.stdout.decode("utf-8").splitlines())
    assert (first["reason"], second["id"]) == ("not-a-job", "\ud800ë")
    assert second["feed"]["title"] == "Zoë"


def test_desk_and_sources_tell_the_state(published: Path, briefing: Run) -> None:
    desk = json.loads(briefing(published, "desk", "--json").stdout)
    assert desk["edition"] == "2026-01-30"
    assert len(desk["sources"]) == 8
    assert desk["sources"] == json.loads(briefing(published, "sources", "--json").stdout)
    assert "Harbour Post" in briefing(published, "sources").stdout
    assert briefing(published, "sources", "--json", "list").returncode == 2


def test_rules_leave_items_out_with_a_reason(project: Path, briefing: Run) -> None:
    path = project / "content/sources.opml"
    ruled = path.read_text(encoding="utf-8").replace('weight="2"', 'weight="2" cap="1"')
    ruled = ruled.replace('weight="1.5"', 'weight="1.5" exclude="ferry, topic:sport"')
    path.write_text(ruled, encoding="utf-8")
    briefing(project, "ingest")
    assert briefing(project, "edition").returncode == 0
    reasons: list[str] = []
    for record in (project / "content/editions").glob("*.json"):
        left = json.loads(record.read_text(encoding="utf-8"))["left_out"]
        assert len({out["url"] for out in left}) == len(left)
        reasons += [out["reason"] for out in left]
    assert "left out by the list of sources: exclude \u201cferry\u201d" in reasons
    assert "left out by the list of sources: over the cap of 1 a day" in reasons


def test_a_source_is_added_checked_and_exported(project: Path, briefing: Run) -> None:
    listed = project / "content/sources.opml"
    before = listed.read_bytes()
    feed = project / "content/feeds/new.xml"
    feed.write_bytes((project / "content/feeds/quay-and-cargo.xml").read_bytes())
    words = ("sources", "add", "content/feeds/new.xml", "--title", "New", "--folder", "Trade")
    dry = briefing(project, *words, "--dry-run")
    assert "Nothing was written" in dry.stdout, dry.stderr
    assert listed.read_bytes() == before
    done = briefing(project, *words)
    assert "Added to content/sources.opml, line 2" in done.stdout
    assert briefing(project, *words).returncode == 1
    checked = json.loads(briefing(project, "sources", "check", "--json", "new").stdout)
    assert [(one["source"], one["condition"], one["items"]) for one in checked] == [
        ("New", "ok", 10)
    ]
    feed.unlink()
    assert briefing(project, "sources", "check").returncode == 1
    assert briefing(project, "sources", "export").stdout.encode() == listed.read_bytes()
    assert briefing(project, "sources", "export", "copy.opml").returncode == 0
    assert (project / "copy.opml").read_bytes() == listed.read_bytes()


def test_every_verb_below_a_verb_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        group = main.get_command(context, name)
        for below, command in getattr(group, "commands", {}).items():
            assert f"`briefing {name} {below}" in text
            options = (option for option in command.params if isinstance(option, click.Option))
            assert [option.name for option in options if option.opts[0] not in text] == []


def test_serve_rebuilds_and_reloads(project: Path) -> None:
    port = 8123
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert f"http://localhost:{port}/" in process.stdout.readline()

        def get(path: str) -> tuple[int, str]:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

        status, page = get("/")
        assert status == 200
        assert "EventSource" in page
        assert get("/nowhere/")[0] == 404
        about = project / "content/pages/about.md"
        about.write_text(about.read_text(encoding="utf-8") + "\nA fresh line.\n", encoding="utf-8")
        deadline = time.monotonic() + 30
        while "A fresh line." not in get("/about/")[1]:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        about.write_text("broken: [", encoding="utf-8")
        (project / "content/editions/2026-01-28.md").write_text("x", encoding="utf-8")
        deadline = time.monotonic() + 60
        while "goes on without content/editions/2026-01-28.md" not in get("/")[1]:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
