"""The directory follows its files while it runs; a broken file changes nothing, and is named in the log."""

from __future__ import annotations

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.providers.directory import LOOK_EVERY, LiveDirectory, live_directory, load_directory
from tests.providers.building import PORVOO, SIPOO, entry, write, write_country


@pytest.fixture
def folder(tmp_path):
    """A folder with the country's file and one of Porvoo."""
    write_country(tmp_path)
    write(tmp_path, "porvoo", PORVOO, entry("one"))
    return tmp_path


@pytest.fixture
def live(folder):
    return LiveDirectory(folder)


def ids(live):
    return {one.id for one in live.now().offers}


def refreshed(live):
    live.refresh()
    return ids(live)


def break_file(folder):
    """Puts a mistake into line 2 of Porvoo's file."""
    path = folder / "porvoo.yml"
    path.write_text(f'area: "{PORVOO}"\nproviders: nobody\n', encoding="utf-8")
    return path


def wait_until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.05)


def test_a_changed_file_is_read_again(folder, live):
    write(folder, "porvoo", PORVOO, entry("one"), entry("two"))
    assert ids(live) == {"one", "national"}
    assert refreshed(live) == {"one", "two", "national"}


def test_a_new_file_is_read_and_a_removed_one_forgotten(folder, live):
    path = write(folder, "sipoo", SIPOO, entry("sipoo"))
    assert refreshed(live) == {"one", "sipoo", "national"}
    path.unlink()
    assert refreshed(live) == {"one", "national"}


def test_files_that_did_not_change_leave_the_directory_alone(live, caplog):
    before = live.now()
    live.refresh()
    assert live.now() is before
    assert caplog.records == []


def test_of_a_changed_folder_only_the_changed_files_are_read(folder, live):
    before = {one.id: one for one in live.now().offers}
    write(folder, "sipoo", SIPOO, entry("sipoo"))
    live.refresh()
    after = {one.id: one for one in live.now().offers}
    assert all(after[name] is one for name, one in before.items())


def test_a_broken_file_leaves_the_last_good_directory_and_is_named_with_its_line(folder, live, caplog):
    path = break_file(folder)
    write(folder, "sipoo", SIPOO, entry("sipoo"))
    assert refreshed(live) == {"one", "national"}
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert f"{path}, line 2, providers: found 'nobody'" in record.getMessage()


def test_a_broken_file_is_told_once_and_not_at_every_look(folder, live, caplog):
    break_file(folder)
    for _ in range(3):
        live.refresh()
    assert len(caplog.records) == 1


def mend_unseen(path, text):
    """Writes a text of the same length at the same moment as before: the folder looks as it did."""
    before = path.stat()
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_files_that_failed_are_tried_and_told_of_again_after_a_while(folder, live, caplog, monkeypatch):
    mended = write(folder, "porvoo", PORVOO, entry("mended")).read_text(encoding="utf-8")
    path = folder / "porvoo.yml"
    path.write_text("providers: nobody".ljust(len(mended.encode())), encoding="utf-8")
    monkeypatch.setattr(LiveDirectory.__module__ + ".TRY_AGAIN", 0.3)
    assert refreshed(live) == refreshed(live) == {"one", "national"}
    assert len(caplog.records) == 1
    time.sleep(0.35)
    assert refreshed(live) == {"one", "national"}
    assert len(caplog.records) == 2
    mend_unseen(path, mended)
    assert refreshed(live) == {"one", "national"}
    time.sleep(0.35)
    assert refreshed(live) == {"mended", "national"}


def test_files_put_back_as_they_were_before_they_failed_need_no_reading(folder, live, caplog):
    path = folder / "porvoo.yml"
    text, before, directory = path.read_text(encoding="utf-8"), path.stat(), live.now()
    break_file(folder)
    live.refresh()
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    live.refresh()
    assert live.now() is directory
    assert len(caplog.records) == 1


def test_the_municipality_that_is_served_never_loses_its_contact(folder, caplog, monkeypatch):
    monkeypatch.setenv("AUTA_MUNICIPALITY", PORVOO)
    write(folder, "porvoo", PORVOO, entry("one"), contact="one")
    live = LiveDirectory(folder)
    write(folder, "porvoo", PORVOO, entry("two"))
    assert refreshed(live) == {"one", "national"}
    assert live.now().contact(PORVOO).id == "one"
    assert f"none for municipality {PORVOO}" in caplog.text
    write(folder, "porvoo", PORVOO, entry("two"), contact="two")
    assert refreshed(live) == {"two", "national"}


def test_another_municipality_may_lose_its_contact(folder, monkeypatch):
    monkeypatch.setenv("AUTA_MUNICIPALITY", PORVOO)
    write(folder, "sipoo", SIPOO, entry("sipoo"), contact="sipoo")
    live = LiveDirectory(folder)
    write(folder, "sipoo", SIPOO, entry("sipoo"))
    live.refresh()
    assert live.now().contact(SIPOO).id == "national"


def test_a_mended_file_is_read_again_with_all_that_changed_meanwhile(folder, live):
    break_file(folder)
    live.refresh()
    write(folder, "sipoo", SIPOO, entry("sipoo"))
    assert refreshed(live) == {"one", "national"}
    write(folder, "porvoo", PORVOO, entry("mended"))
    assert refreshed(live) == {"mended", "sipoo", "national"}


def test_an_id_that_comes_twice_is_as_bad_as_a_broken_file(folder, live, caplog):
    path = write(folder, "sipoo", SIPOO, entry("one"))
    assert refreshed(live) == {"one", "national"}
    assert str(path) in caplog.text
    write(folder, "sipoo", SIPOO, entry("sipoo"))
    assert refreshed(live) == {"one", "sipoo", "national"}


@pytest.mark.parametrize("gone", ["country.yml", None], ids=["the country's file", "the folder"])
def test_when_files_vanish_that_must_be_there_the_last_good_directory_stays(folder, live, caplog, gone):
    aside = folder.with_name("aside")
    what = folder / gone if gone else folder
    what.rename(aside)
    assert refreshed(live) == {"one", "national"}
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    aside.rename(what)
    assert refreshed(live) == {"one", "national"}


def test_a_file_that_cannot_be_looked_at_leaves_the_last_good_directory(folder, live, caplog):
    os.symlink(folder / "nowhere", folder / "sipoo.yml")
    assert refreshed(live) == {"one", "national"}
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    (folder / "sipoo.yml").unlink()
    write(folder, "sipoo", SIPOO, entry("sipoo"))
    assert refreshed(live) == {"one", "sipoo", "national"}


def test_a_change_is_noticed_without_being_told(folder, live):
    write(folder, "porvoo", PORVOO, entry("two"))
    wait_until(lambda: ids(live) == {"two", "national"}, LOOK_EVERY + 5)


def test_a_folder_has_one_directory_in_the_process(folder):
    assert live_directory(folder) is live_directory(folder)
    assert load_directory(folder) is live_directory(folder).now()


def test_whoever_asks_while_files_change_always_gets_a_whole_directory(folder, live):
    done = threading.Event()
    whole = [{"national", *(f"offer-{number}" for number in range(size))} for size in (5, 50)]
    write(folder, "porvoo", PORVOO, *(entry(name) for name in sorted(whole[0] - {"national"})))
    live.refresh()

    def ask():
        asked = 0
        while not done.is_set():
            assert ids(live) in whole
            asked += 1
        return asked

    def change():
        for number in range(30):
            if number % 3 == 2:
                break_file(folder)
            else:
                write(folder, "porvoo", PORVOO, *(entry(name) for name in sorted(whole[number % 2] - {"national"})))
            live.refresh()

    with ThreadPoolExecutor(6) as threads:
        asking = [threads.submit(ask) for _ in range(3)]
        changing = [threads.submit(change), threads.submit(lambda: [live.refresh() for _ in range(200)])]
        try:
            for one in changing:
                one.result(timeout=60)
        finally:
            done.set()
        assert all(one.result(timeout=10) > 0 for one in asking)
    write(folder, "porvoo", PORVOO, entry("last"))
    assert refreshed(live) == {"last", "national"}
