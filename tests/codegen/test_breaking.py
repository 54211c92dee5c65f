"""`python -m codegen breaking`, run as a user runs it, in repositories of their own."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from codegen.breaking import run
from codegen.breaking.modes import in_mode
from codegen.breaking.review import review
from codegen.breaking.rules import RULES
from codegen.breaking.versions import version_from_toml

ROOT = Path(__file__).parents[2]
CATALOGUE = """\
[catalogue]
name     = "house"
version  = "1.0"
binds    = "host"
connects = "worker"

[types.Colour]
enum = ["red", "green"]

[messages.Paint]
doc           = "Paint a wall."
fields.colour = "Colour"
fields.coats  = "int = 1"

[messages.Painted]
doc          = "It is done."
fields.hours = "float"

[channels.orders]
doc     = "What is to be done."
from    = "host"
carries = ["Paint"]

[channels.news]
doc     = "What was done."
from    = "worker"
carries = ["Painted"]
"""
BLUE = CATALOGUE.replace('"green"]', '"green", "blue"]')
DAYS = CATALOGUE.replace('fields.hours = "float"', 'fields.days  = "float"')


class Project:
    """A folder with a catalogue, under git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schema = folder / "schema.toml"

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        subprocess.run(
            ["git", *who, *arguments],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            check=True,
        )

    def commit(self, text: str, tag: str = "") -> None:
        self.schema.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change")
        if tag:
            self.git("tag", tag)

    def breaking(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "codegen", "breaking", *arguments],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def rules(self, *arguments: str) -> dict[str, str]:
        """Return what is found, by rule: how bad it is."""
        done = self.breaking(*arguments, "--format", "json")
        assert done.returncode < 2, done.stderr
        findings = json.loads(done.stdout)["findings"]
        return {finding["rule"]: finding["severity"] for finding in findings}


def environment() -> dict[str, str]:
    """Return one in which nobody's configuration of git counts."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    return {**kept, **own, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose branch `main` has the catalogue."""
    made = Project(tmp_path)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit(CATALOGUE, "v1")
    return made


def test_without_a_change_there_is_nothing_to_tell(project: Project) -> None:
    done = project.breaking("--against", "main")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "nothing has changed beside 'main'\n"


BLUE_IS_TOLD = """\
schema.toml:8:25: dangerous: ENUM_MEMBER_ADDED: Colour.BLUE
  An old reader refuses some of what a new writer sends (the writer sends one of 'red', 'green', \
'blue', the reader takes one of 'red', 'green').
  on orders (host -> worker), in Paint.colour
  forward (new writer, old reader), on orders:
      sent     Paint(colour=<BLUE: 'blue'>, coats=1)
      bytes    83 a4 74 79 70 65 a5 50 61 69 6e 74 a6 63 6f 6c 6f 75 72 a4 62 6c 75 65 a5 63 6f 61 74 73 01
      refused  ValidationError: Invalid enum value 'blue' - at `$.colour`
  Release worker, which receives 'orders', first.
  before: main:schema.toml:7:8
1 dangerous beside 'main'
"""


def test_a_finding_is_told_with_a_message_that_proves_it(project: Project) -> None:
    project.schema.write_text(BLUE)
    done = project.breaking("--against", "main")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == BLUE_IS_TOLD
    assert BLUE_IS_TOLD in PAGE


def test_what_does_no_harm_has_one_line(project: Project) -> None:
    project.schema.write_text(CATALOGUE.replace('"int = 1"', '"int = 2"'))
    done = project.breaking("--against", "main")
    assert done.returncode == 0
    assert done.stdout == (
        "schema.toml:13:8: safe: FIELD_DEFAULT_CHANGED: Paint.coats\n"
        "1 safe beside 'main'; nothing that fails\n"
    )


# --- what it is compared with ---------------------------------------------------------------------


def test_a_version_is_a_ref_a_file_or_a_kept_wire_model(project: Project) -> None:
    (project.folder / "old.toml").write_text(CATALOGUE)
    command = [sys.executable, "-m", "codegen"]
    subprocess.run(command, cwd=project.folder, env=environment(), check=True)
    project.schema.write_text(BLUE)
    kept = "generated/catalogue.json"
    for against in ("main", "v1", "HEAD", "v1:schema.toml", "old.toml", kept):
        assert project.rules("--against", against) == {"ENUM_MEMBER_ADDED": "dangerous"}


def test_a_catalogue_in_a_folder_is_found_from_anywhere(project: Project) -> None:
    inside = project.folder / "wire"
    inside.mkdir()
    (inside / "api.toml").write_text(CATALOGUE)
    project.commit(CATALOGUE)
    (inside / "api.toml").write_text(BLUE)
    arguments = ("--against", "main", "--schema", "wire/api.toml")
    assert project.rules(*arguments) == {"ENUM_MEMBER_ADDED": "dangerous"}
    moved = Project(inside)
    assert moved.rules("--against", "main", "--schema", "api.toml") == {
        "ENUM_MEMBER_ADDED": "dangerous"
    }
    there = ("--against", "v1:schema.toml", "--schema", "api.toml")
    assert moved.rules(*there) == {"ENUM_MEMBER_ADDED": "dangerous"}


WITHOUT_COATS = CATALOGUE.replace('fields.coats  = "int = 1"\n', "")
WITH_NEW_COATS = CATALOGUE.replace('"int = 1"', '"list[int] = []"')


def test_two_harmless_steps_may_break_together(project: Project) -> None:
    project.commit(WITHOUT_COATS, "v2")
    project.schema.write_text(WITH_NEW_COATS)
    assert project.breaking("--against", "v2").returncode == 0
    for against in (["v1"], ["v2", "--against", "v1"], ["v1..v2"]):
        done = project.breaking("--against", *against)
        assert done.returncode == 1
        assert "FIELD_TYPE_INCOMPATIBLE: Paint.coats" in done.stdout


def test_a_range_is_every_tag_in_it_and_no_other(project: Project) -> None:
    project.commit(BLUE, "v2")
    project.commit(BLUE, "v3")
    project.commit(BLUE, "v4")
    project.schema.write_text(DAYS)
    done = project.breaking("--against", "v1..v3", "--format", "json")
    content = json.loads(done.stdout)
    assert content["against"] == ["v1", "v2", "v3"]
    by_rule = {finding["rule"]: finding["against"] for finding in content["findings"]}
    assert by_rule["FIELD_REMOVED_REQUIRED"] == ["v1", "v2", "v3"]
    assert by_rule["ENUM_MEMBER_REMOVED"] == ["v2", "v3"]
    done = project.breaking(
        "--against", "v2..v3", "--against", "v3", "--format", "json"
    )
    assert json.loads(done.stdout)["against"] == ["v2", "v3"]


# --- which directions count -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 1),
        (["--mode", "full"], 1),
        (["--mode", "forward"], 1),
        (["--mode", "backward"], 0),
        (["--upgrade-first", "host"], 1),
        (["--upgrade-first", "worker"], 0),
        (["--upgrade-first", "any"], 1),
        (["--fail-on", "dangerous"], 1),
        (["--fail-on", "breaking"], 0),
    ],
)
def test_the_order_of_release_decides(
    project: Project, arguments: list[str], status: int
) -> None:
    project.schema.write_text(BLUE)
    assert project.breaking("--against", "main", *arguments).returncode == status


def test_the_order_of_release_decides_channel_by_channel(project: Project) -> None:
    project.schema.write_text(DAYS)
    for role, rule in (
        ("host", "FIELD_ADDED_REQUIRED"),
        ("worker", "FIELD_REMOVED_REQUIRED"),
    ):
        found = project.rules("--against", "main", "--upgrade-first", role)
        broken = {name for name, severity in found.items() if severity == "breaking"}
        assert broken == {rule}


def test_a_finding_speaks_of_the_directions_that_count(project: Project) -> None:
    project.schema.write_text(CATALOGUE.replace('"float"', '"str"'))
    said = {
        "forward": "An old reader refuses what a new writer sends",
        "backward": "A new reader refuses what an old writer sends",
    }
    for direction, other in (("forward", "backward"), ("backward", "forward")):
        for asked in (
            ["--mode", direction],
            ["--upgrade-first", "worker" if direction == "forward" else "host"],
        ):
            done = project.breaking("--against", "main", *asked)
            assert said[direction] in done.stdout
            assert said[other].lower() not in done.stdout.lower()
            assert f"  {direction} (" in done.stdout
            assert f"  {other} (" not in done.stdout
            found = told(project, "--against", "main", *asked)
            [finding] = found.findings
            verdicts = {"forward": finding.forward, "backward": finding.backward}
            assert verdicts[direction] is not None
            assert verdicts[other] is None
            assert [hit.directions for hit in finding.channels] == [[direction]]
            assert [proof.direction for proof in finding.witnesses] == [direction]


def test_what_all_is_well_with_is_told_of_the_direction_that_counts(
    project: Project,
) -> None:
    project.schema.write_text(BLUE)
    [finding] = told(project, "--against", "main", "--mode", "backward").findings
    assert finding.severity == "safe"
    assert finding.text == (
        "Every message of an old writer arrives at a new reader as it was sent"
    )


def test_on_each_channel_a_finding_speaks_of_its_own_direction(
    project: Project,
) -> None:
    both = CATALOGUE.replace('fields.hours = "float"', 'fields.hours = "Colour"')
    project.commit(both, "v2")
    project.schema.write_text(
        both.replace('["red", "green"]', '{ RED = "red", GREEN = "lime" }')
    )
    done = project.breaking("--against", "v2", "--upgrade-first", "host")
    assert "on orders (host -> worker), in Paint.colour: forward\n" in done.stdout
    assert "on news (worker -> host), in Painted.hours: backward\n" in done.stdout
    assert "  forward (new writer, old reader), on orders:\n" in done.stdout
    assert "  backward (old writer, new reader), on news:\n" in done.stdout


def test_the_generated_python_counts_only_if_that_is_asked(project: Project) -> None:
    renamed = "fields.layers = { type = 'int = 1', name = 'coats' }"
    project.schema.write_text(CATALOGUE.replace('fields.coats  = "int = 1"', renamed))
    done = project.breaking("--against", "main")
    assert (done.returncode, done.stdout.count("FIELD_ATTRIBUTE_RENAMED")) == (0, 0)
    done = project.breaking("--against", "main", "--category", "SOURCE")
    assert done.returncode == 1
    assert "breaking: FIELD_ATTRIBUTE_RENAMED: Paint.layers" in done.stdout


# --- what is meant --------------------------------------------------------------------------------


def allowing(text: str, more: str = "") -> str:
    entry = "rule = 'ENUM_MEMBER_ADDED', why = 'Workers are released first.'"
    return text.replace(
        "[types.Colour]\n", f"[types.Colour]\nallow = [{{ {entry}{more} }}]\n"
    )


def test_what_is_allowed_is_told_with_its_reason_and_fails_nothing(
    project: Project,
) -> None:
    project.schema.write_text(allowing(BLUE, ", at = 'BLUE'"))
    done = project.breaking("--against", "main")
    assert done.returncode == 0
    assert done.stdout == (
        "schema.toml:9:25: dangerous: ENUM_MEMBER_ADDED: Colour.BLUE\n"
        "  allowed: Workers are released first.\n"
        "1 allowed beside 'main'; nothing that fails\n"
    )
    github = project.breaking("--against", "main", "--format", "github")
    assert (github.returncode, github.stdout) == (0, "")


def test_an_allowance_is_for_the_thing_it_names(project: Project) -> None:
    other = allowing(BLUE, ", at = 'GREEN'")
    project.schema.write_text(other)
    done = project.breaking("--against", "main")
    assert done.returncode == 1
    assert "lint: ALLOWANCE_UNUSED: Colour.GREEN" in done.stdout


@pytest.mark.parametrize(("channel", "status"), [("orders", 0), ("news", 1)])
def test_on_a_channel_it_is_for_what_is_felt_nowhere_else(
    project: Project, channel: str, status: int
) -> None:
    entry = "{ rule = 'ENUM_MEMBER_ADDED', at = 'Colour', why = 'Not yet sent.' }"
    header = f"[channels.{channel}]\n"
    project.schema.write_text(BLUE.replace(header, f"{header}allow = [{entry}]\n"))
    assert project.breaking("--against", "main").returncode == status
    both = BLUE.replace('fields.hours = "float"', 'fields.hours = "Colour"')
    project.commit(both.replace(', "blue"', ""), "v2")
    project.schema.write_text(both.replace(header, f"{header}allow = [{entry}]\n"))
    assert project.breaking("--against", "v2").returncode == 1


def test_an_allowance_that_nothing_needs_is_told_and_fails_nothing(
    project: Project,
) -> None:
    project.commit(BLUE, "v2")
    project.schema.write_text(allowing(BLUE))
    assert project.rules("--against", "v2") == {"ALLOWANCE_UNUSED": "safe"}
    assert project.breaking("--against", "v2").returncode == 0
    both = project.rules("--against", "v2", "--against", "v1")
    assert both == {"ENUM_MEMBER_ADDED": "dangerous"}


@pytest.mark.parametrize("until", ["'1.0'", "2020-01-01"])
def test_an_allowance_that_has_expired_allows_nothing(
    project: Project, until: str
) -> None:
    project.schema.write_text(allowing(BLUE, f", until = {until}"))
    done = project.breaking("--against", "main")
    assert done.returncode == 1
    assert "dangerous: ENUM_MEMBER_ADDED: Colour.BLUE\n  An old" in done.stdout
    assert "schema.toml:8:19: lint: ALLOWANCE_EXPIRED: Colour" in done.stdout


@pytest.mark.parametrize("until", ["'1.1'", "2999-12-31"])
def test_an_allowance_holds_until_its_end(project: Project, until: str) -> None:
    project.schema.write_text(allowing(BLUE, f", until = {until}"))
    assert project.breaking("--against", "main").returncode == 0


GONE = """\
[messages.Repaint]
doc = "Paint it again."

"""


def test_a_thing_that_is_gone_is_allowed_in_the_catalogue_and_on_its_channel(
    project: Project,
) -> None:
    with_gone = CATALOGUE.replace('["Paint"]', '["Paint", "Repaint"]') + GONE
    project.commit(with_gone, "v2")
    rule = "rule = 'CHANNEL_UNION_TO_STRUCT', why = 'Nobody sends it.'"
    header, channel = 'connects = "worker"\n', "[channels.orders]\n"
    for place in (header, channel):
        allow = f"allow = [{{ {rule} }}]\n"
        project.schema.write_text(CATALOGUE.replace(place, place + allow))
        assert project.breaking("--against", "v2").returncode == 0


def test_an_unknown_rule_is_a_problem_of_the_catalogue(project: Project) -> None:
    wrong = allowing(BLUE).replace("ENUM_MEMBER_ADDED", "ENUM_MEMBER_ADED")
    project.schema.write_text(wrong)
    done = project.breaking("--against", "main")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "schema.toml:8:19: types.Colour.allow.rule: there is no rule 'ENUM_MEMBER_ADED'; "
        "did you mean 'ENUM_MEMBER_ADDED'?"
    )


# --- reservations ---------------------------------------------------------------------------------


def test_what_is_gone_is_reserved(project: Project) -> None:
    project.commit(CATALOGUE.replace('["Paint"]', '["Paint", "Repaint"]') + GONE)
    fewer = WITHOUT_COATS.replace('["red", "green"]', '["red"]')
    project.schema.write_text(fewer)
    told = project.breaking("--against", "main", "--fail-on", "breaking")
    assert told.stdout.count("_NOT_RESERVED: ") == 3
    done = project.breaking("--against", "main", "--write-reserved")
    assert done.returncode == 1
    assert "_NOT_RESERVED" not in done.stdout
    assert done.stderr == "reserved 'green', 'coats', 'Repaint' in schema.toml\n"
    expected = fewer
    for line, more in (
        ('connects = "worker"', 'reserved_tags = ["Repaint"]'),
        ('enum = ["red"]', 'reserved = ["green"]'),
        ('doc           = "Paint a wall."', 'reserved      = ["coats"]'),
    ):
        expected = expected.replace(f"{line}\n", f"{line}\n{more}\n")
    assert project.schema.read_text() == expected
    again = project.breaking("--against", "main", "--write-reserved")
    assert again.stderr == "nothing to reserve in schema.toml\n"


def test_a_catalogue_keeps_its_byte_order_mark(project: Project) -> None:
    project.schema.write_bytes(b"\xef\xbb\xbf" + WITHOUT_COATS.encode())
    project.breaking("--against", "main", "--write-reserved")
    written = project.schema.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf[catalogue]")
    assert b'["coats"]' in written


# --- forms ----------------------------------------------------------------------------------------


class Channel(msgspec.Struct, forbid_unknown_fields=True):
    channel: str
    sender: str
    receiver: str
    path: str
    certain: bool
    directions: list[str]


class Place(msgspec.Struct, forbid_unknown_fields=True):
    file: str
    line: int
    column: int


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    path: str
    text: str
    outcome: str


class Verdict(msgspec.Struct, forbid_unknown_fields=True):
    severity: str
    outcome: str
    losses: list[str]
    reasons: list[Reason]


class Witness(msgspec.Struct, forbid_unknown_fields=True):
    direction: str
    channel: str
    message: str
    frame: str
    error: str
    arrived: str
    losses: list[str]


class Allowed(msgspec.Struct, forbid_unknown_fields=True):
    why: str
    until: str | None


class Finding(msgspec.Struct, forbid_unknown_fields=True):
    rule: str
    category: str
    severity: str
    subject: str
    text: str
    advice: str
    against: list[str]
    allowed: Allowed | None
    channels: list[Channel]
    forward: Verdict | None
    backward: Verdict | None
    old: Place | None
    new: Place | None
    witnesses: list[Witness]
    unproven: bool


class Report(msgspec.Struct, forbid_unknown_fields=True):
    against: list[str]
    fails: bool
    findings: list[Finding]


def told(project: Project, *arguments: str) -> Report:
    done = project.breaking(*arguments, "--format", "json")
    return msgspec.json.decode(done.stdout, type=Report)


def test_json_has_everything(project: Project) -> None:
    project.schema.write_text(BLUE)
    done = project.breaking("--against", "main", "--format", "json")
    report = msgspec.json.decode(done.stdout, type=Report)
    assert (done.returncode, report.fails, report.against) == (1, True, ["main"])
    [finding] = report.findings
    assert finding.new == Place("schema.toml", 8, 25)
    assert finding.old == Place("main:schema.toml", 7, 8)
    [witness] = finding.witnesses
    sent = {"type": "Paint", "colour": "blue", "coats": 1}
    assert msgspec.msgpack.decode(bytes.fromhex(witness.frame)) == sent
    assert (finding.allowed, finding.unproven) == (None, False)
    project.schema.write_text(allowing(BLUE, ", until = 2999-12-31"))
    done = project.breaking("--against", "main", "--format", "json")
    [finding] = msgspec.json.decode(done.stdout, type=Report).findings
    assert finding.allowed == Allowed("Workers are released first.", "2999-12-31")


PAGE = (ROOT / "docs" / "evolution.md").read_text()


def checked_out(project: Project, folder: Path, *depth: str) -> Project:
    """Return the branch `change` as CI has it: a head without a branch, and what was fetched."""
    made = Project(folder)
    folder.mkdir()
    made.git("init", "--quiet")
    made.git("remote", "add", "origin", project.folder.as_uri())
    which = "change" if depth else "*"
    there = "pull/1/merge" if depth else "origin/*"
    refs = f"+refs/heads/{which}:refs/remotes/{there}"
    made.git("fetch", "--quiet", "--no-tags", *depth, "origin", refs)
    made.git("checkout", "--quiet", "--detach", there.replace("*", "change"))
    return made


def line_for_ci() -> list[str]:
    """Return the arguments of the one line that the page has."""
    lines = re.findall(
        r"^ *- run: python -m codegen breaking (.*)$", PAGE, re.MULTILINE
    )
    [line] = lines
    return str(line).split()


def test_one_line_in_ci_fails_a_pull_request_and_annotates_the_line(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.git("checkout", "--quiet", "-b", "change")
    project.commit(DAYS)
    ci = checked_out(project, tmp_path_factory.mktemp("ci") / "clone")
    done = ci.breaking(*line_for_ci())
    assert (done.returncode, done.stderr) == (1, "")
    annotations = done.stdout.splitlines()
    broken = [a for a in annotations if a.startswith("::error ")]
    assert [a.partition("::")[2].partition("::")[0] for a in broken] == [
        "error file=schema.toml,line=17,col=8,title=FIELD_ADDED_REQUIRED",
        "error file=schema.toml,line=15,col=11,title=FIELD_REMOVED_REQUIRED",
    ]
    assert "%0A" in broken[0]
    assert "refused  ValidationError: Object missing required field `days`" in broken[0]
    assert len(annotations) == 3
    assert annotations[2].startswith("::warning file=schema.toml,line=15,col=11,")
    ci.commit(CATALOGUE)
    done = ci.breaking(*line_for_ci())
    assert (done.returncode, done.stdout) == (0, "")


def test_ci_without_the_history_says_which_setting_is_missing(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.git("checkout", "--quiet", "-b", "change")
    project.commit(DAYS)
    ci = checked_out(project, tmp_path_factory.mktemp("ci") / "clone", "--depth", "1")
    done = ci.breaking(*line_for_ci())
    assert (done.returncode, done.stdout) == (2, "")
    assert "no git ref 'origin/main'" in done.stderr
    assert "fetch-depth: 0" in done.stderr
    assert "fetch-depth: 0" in PAGE


def test_colours_are_for_terminals(project: Project) -> None:
    project.schema.write_text(BLUE)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "codegen", "breaking", "--against", "main"],
        cwd=project.folder,
        env={**environment(), "TERM": "xterm"},
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
    os.close(ours)
    assert process.returncode == 1
    assert b"\x1b[1;33mdangerous\x1b[0m" in shown


@pytest.mark.parametrize(
    ("is_terminal", "patience"), [(True, -1), (False, -1), (True, 60)]
)
def test_a_bar_is_for_terminals_and_only_if_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, patience: float
) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=is_terminal)
    monkeypatch.setattr(run, "err", console)
    monkeypatch.setattr(run, "_PATIENCE", patience)
    assert list(run.watched(iter([]), 0)) == []
    old = version_from_toml(CATALOGUE, "old", "old.toml")
    new = version_from_toml(DAYS, "new", "new.toml")
    told = review([old], new, in_mode("full"), "WIRE", dt.date(2030, 1, 1))
    assert list(run.watched(told, len(told))) == told
    assert ("looking for messages" in shown.getvalue()) == (
        is_terminal and patience < 0
    )


# --- rules ----------------------------------------------------------------------------------------


def test_a_rule_is_explained_with_an_example_and_its_message(tmp_path: Path) -> None:
    done = Project(tmp_path).breaking("--explain", "ENUM_MEMBER_ADDED")
    assert (done.returncode, done.stderr) == (0, "")
    rule = RULES["ENUM_MEMBER_ADDED"]
    for part in (rule.title, rule.explanation, rule.recipe, 'enum = ["a", "b"]'):
        assert part in done.stdout
    assert "refused  ValidationError: Invalid enum value 'b'" in done.stdout


def test_a_rule_that_is_not_there_is_guessed(tmp_path: Path) -> None:
    done = Project(tmp_path).breaking("--explain", "ENUM_MEMBER_ADED")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'ENUM_MEMBER_ADDED'?" in done.stderr


# --- what cannot be read --------------------------------------------------------------------------


NAME = "name a branch, tag or commit of this repository, or a file"
NAME_A_FILE = "name an older schema.toml or catalogue.json, or run this in a clone"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name a version to compare with: --against main, or a file"),
        (
            ["--against", "mian"],
            "cannot compare with mian: there is no file 'mian', and no git ref 'mian'; did you "
            "mean 'main'?",
        ),
        (
            ["--against", "--upload-pack=x"],
            "cannot compare with --upload-pack=x: there is no file '--upload-pack=x', and no git "
            f"ref '--upload-pack=x'; {NAME}",
        ),
        (
            ["--against", "v1..v9"],
            f"cannot compare with v1..v9: there is no file 'v1..v9', and no git ref 'v9'; {NAME}",
        ),
        (
            ["--against", "main", "--schema", "other.toml"],
            "cannot compare with main: 'main' has no other.toml; if it stood elsewhere then, "
            "write REF:PATH",
        ),
        (
            ["--against", "old"],
            f"cannot compare with old: 'old' is a folder, and no git ref 'old'; {NAME}",
        ),
        (
            ["--against", "mine:no.toml"],
            "cannot compare with mine:no.toml: there is no file 'mine:no.toml', and no git ref "
            "'mine'; did you mean 'main'?",
        ),
        (
            ["--against", "main:no.toml"],
            "cannot compare with main:no.toml: 'main:no.toml' has no no.toml; if it stood "
            "elsewhere then, write REF:PATH",
        ),
        (
            ["--against", "main", "--mode", "full", "--upgrade-first", "host"],
            "--mode and --upgrade-first exclude each other; leave one out",
        ),
        (
            ["--against", "main", "--upgrade-first", "hots"],
            "no role 'hots'; did you mean 'host'?",
        ),
        (
            ["--against", "main", "--upgrade-first", "kernel"],
            "no role 'kernel'; write one of host, worker, any",
        ),
    ],
)
def test_wrong_usage_is_told(project: Project, arguments: list[str], told: str) -> None:
    (project.folder / "other.toml").write_text(CATALOGUE)
    (project.folder / "old").mkdir()
    done = project.breaking(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {told}\n"


def test_outside_a_repository_only_files_can_be_named(tmp_path: Path) -> None:
    outside = Project(tmp_path)
    outside.schema.write_text(BLUE)
    (tmp_path / "old.toml").write_text(CATALOGUE)
    assert outside.breaking("--against", "old.toml").returncode == 1
    done = outside.breaking("--against", "main")
    assert done.returncode == 2
    assert done.stderr == (
        "error: cannot compare with main: there is no file 'main', and no git ref 'main', since "
        f"schema.toml is in no git repository; {NAME_A_FILE}\n"
    )


def test_without_git_only_files_can_be_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(project.folder))
    done = project.breaking("--against", "main")
    assert done.returncode == 2
    assert done.stderr == (
        "error: cannot compare with main: there is no file 'main', and no git ref 'main', since "
        f"git is not installed, or not on the PATH; {NAME_A_FILE}\n"
    )


def test_a_shallow_clone_says_what_to_fetch(project: Project, tmp_path: Path) -> None:
    project.commit(CATALOGUE)
    shallow = Project(tmp_path / "shallow")
    source = project.folder.as_uri()
    project.git("clone", "--quiet", "--depth", "1", source, str(shallow.folder))
    for ref in ("release-7", "origin/mian"):
        done = shallow.breaking("--against", ref)
        assert done.returncode == 2
        assert "this clone has not all of its history" in done.stderr


def test_an_old_version_that_is_no_catalogue_is_told_with_its_problems(
    project: Project,
) -> None:
    project.commit(CATALOGUE.replace('"float"', '"flaot"'), "v2")
    project.schema.write_text(CATALOGUE)
    done = project.breaking("--against", "v1", "--against", "v2")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "v2:schema.toml:17:17: messages.Painted.fields.hours: no type named 'flaot'; did you "
        "mean 'float'?",
        "error: cannot compare with v2: it is no valid catalogue",
    ]


def test_a_file_that_is_no_wire_model_is_told(project: Project) -> None:
    (project.folder / "old.json").write_text('{"channels": 3}')
    done = project.breaking("--against", "old.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot compare with old.json: old.json is no catalogue.json" in done.stderr


def test_a_catalogue_with_problems_is_not_compared(project: Project) -> None:
    project.schema.write_text(CATALOGUE.replace('"float"', '"flaot"'))
    done = project.breaking("--against", "main")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no type named 'flaot'" in done.stderr
