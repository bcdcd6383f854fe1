"""Only regular files near the scenario are read; no other is waited for, or quoted."""

import os
import socket
from pathlib import Path

import pytest

from simulator.files.layers import read_chain
from simulator.files.limits import FILE_BYTES, LAYERS
from simulator.files.regular_file import read_regular
from simulator.words.telling import tell_fault

V = "schema_version = 1\n"
FOREIGN = 'word = "hunter2"\n[hunter2]\nhunter2\n'


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty folder of scenarios, a foreign file outside it."""
    folder = tmp_path / "work" / "home"
    folder.mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.toml").write_text(FOREIGN, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def faults(text, name="mine.toml"):
    Path(name).write_text(text, encoding="utf-8")
    return [str(fault) for fault in read_chain(Path(name)).faults]


def device(path):
    path.symlink_to("/dev/zero")


def loop(path):
    path.symlink_to(path.name)


def link_of_another_kind(path):
    Path("notes.txt").write_text(FOREIGN, encoding="utf-8")
    path.symlink_to("notes.txt")


def bound_socket(path):
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


ODD = {
    "a pipe": os.mkfifo,
    "a link that leads back": loop,
    "a link to a file of another kind": link_of_another_kind,
}


@pytest.mark.parametrize("says", ODD)
def test_what_is_no_regular_file_is_refused_where_it_is_named(home, says):
    ODD[says](Path("odd.toml"))
    for key in ('extends = "odd.toml"', 'overlays = ["odd.toml"]'):
        [fault] = faults(V + key)
        assert fault.startswith("mine.toml:2: ")
        assert f'"odd.toml": is {says}' in fault
        assert "hunter2" not in fault


@pytest.mark.parametrize(
    ("make", "says"), [(device, "a device"), (os.mkfifo, "a pipe"), (bound_socket, "a socket")]
)
def test_what_is_no_regular_file_is_refused_on_the_command_line(home, monkeypatch, make, says):
    make(Path("odd.toml"))
    assert f"is {says}; expected a regular file" in read_regular(Path("odd.toml"))[1]


def test_a_file_replaced_by_a_pipe_between_look_and_reading_is_refused(home, monkeypatch):
    Path("mine.toml").write_text(V, encoding="utf-8")
    os.mkfifo("pipe.toml")
    opened = os.open
    monkeypatch.setattr(
        "simulator.files.regular_file.os.open", lambda _, how: opened("pipe.toml", how)
    )
    assert "is a pipe" in read_regular(Path("mine.toml"))[1]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("https://example.org/x.toml", "is an address on the web"),
        ("file:///etc/x.toml", "is an address on the web"),
        ("x" * 300 + ".toml", "a name that is too long"),
        ("a\u200b.toml", "an invisible character (U+200B"),
        ("../../outside/secret.toml", "lies outside the folder"),
        ("link.toml", "lies outside the folder"),
        ("/etc/hostname", "lies outside the folder"),
    ],
)
def test_a_name_that_leads_nowhere_near_is_refused_unread(home, name, says):
    Path("link.toml").symlink_to("../../outside/secret.toml")
    for key in (f'extends = "{name}"', f'overlays = ["{name}"]'):
        [fault] = faults(V + key)
        assert fault.startswith("mine.toml:2: ")
        assert says in fault
        assert "hunter2" not in fault


@pytest.mark.parametrize(
    "place", ["below/base.toml", "../base.toml", "../../there/scenarios/deep/base.toml"]
)
def test_what_lies_near_or_among_scenarios_is_read(home, place):
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(V, encoding="utf-8")
    assert faults(V + f'extends = "{place}"') == []


def test_what_is_no_scenario_is_not_quoted(home, tmp_path):
    Path("notes.toml").write_text(FOREIGN, encoding="utf-8")
    [fault] = faults(V + 'extends = "notes.toml"')
    assert 'mine.toml:2: extends: "notes.toml": is no scenario' in fault
    [alone] = [str(fault) for fault in read_chain(tmp_path / "outside" / "secret.toml").faults]
    assert "is no scenario" in alone
    assert "hunter2" not in fault + alone


def test_a_scenario_that_forgot_its_version_is_told_all(home):
    found = faults('extends = "gone.toml"\nintent = 5\n')
    assert any("schema_version: is missing" in fault for fault in found)
    assert any('"gone.toml": no such file' in fault for fault in found)


def test_a_large_file_is_refused_unread(home):
    Path("large.toml").write_bytes(b"#" * (FILE_BYTES + 1))
    [fault] = faults(V + 'extends = "large.toml"')
    assert "is larger than 5 MB" in fault


def test_files_are_not_large_together(home):
    for number in range(4):
        Path(f"p{number}.toml").write_text(
            f'{V}extends = "p{number + 1}.toml"\n' + "#" * (FILE_BYTES // 3), encoding="utf-8"
        )
    [fault] = faults(V + 'extends = "p0.toml"')
    assert fault.startswith('p2.toml:2: extends: "p3.toml": ') or "p2.toml" in fault
    assert "larger than 5 MB together" in fault


def test_a_chain_has_a_bounded_number_of_files(home):
    for number in range(300):
        Path(f"p{number}.toml").write_text(f'{V}extends = "p{number + 1}.toml"\n', encoding="utf-8")
    [fault] = faults(V + 'extends = "p0.toml"')
    assert fault.startswith(f'p{LAYERS - 2}.toml:2: extends: "p{LAYERS - 1}.toml": is file number')


def test_overlays_count(home):
    Path("o.toml").write_text(V, encoding="utf-8")
    names = ", ".join(['"o.toml"'] * LAYERS)
    [fault] = faults(f"{V}overlays = [{names}]")
    assert "is file number 17" in fault


def test_a_link_that_leads_to_nothing_is_told_as_such(home):
    Path("link.toml").symlink_to("gone.toml")
    [fault] = [str(fault) for fault in read_chain(Path("link.toml")).faults]
    assert "is a link to a file that is not there (gone.toml)" in fault
    assert "did you mean" not in fault


@pytest.mark.parametrize("name", ["baseline", "basline.toml"])
def test_a_parent_that_comes_with_the_program_is_the_nearest_name(home, name):
    [fault] = faults(V + f'extends = "{name}"')
    assert 'did you mean "baseline.toml", which comes with the program?' in fault
    Path("baseline.toml").write_text(V, encoding="utf-8")
    [beside] = faults(V + f'extends = "{name}"')
    assert 'did you mean "baseline.toml" in the same folder?' in beside


@pytest.mark.parametrize("name", ["https://example.org/x.toml", "a\u200b.toml"])
def test_a_name_that_is_none_is_told_in_one_language(home, name):
    Path("mine.toml").write_text(V + f'extends = "{name}"', encoding="utf-8")
    [fault] = read_chain(Path("mine.toml")).faults
    assert "expected" not in tell_fault(fault, "zh")
    assert "应为" in tell_fault(fault, "zh") or "请" in tell_fault(fault, "zh")
