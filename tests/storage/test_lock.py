"""One worker per SQLite file."""

import signal
import sys
from subprocess import PIPE, Popen

import pytest

from bot.errors import ConfigurationError
from storage import WorkerLock

HOLDS = """
import sys
from pathlib import Path
from storage import WorkerLock
lock = WorkerLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "handoff.db"


def test_a_second_worker_is_refused_with_a_sentence(path):
    with (
        WorkerLock(path),
        pytest.raises(ConfigurationError, match=r"handoff\.db is already served.*DATABASE_URL"),
    ):
        WorkerLock(path).acquire()


def test_the_lock_comes_back_when_it_is_released(path):
    for _ in range(2):
        with WorkerLock(path):
            pass


def test_files_do_not_lock_each_other(path, tmp_path):
    with WorkerLock(path), WorkerLock(tmp_path / "other.db"):
        pass


def test_the_lock_ends_with_its_process_however_it_ends(path):
    command = [sys.executable, "-c", HOLDS, str(path)]
    with Popen(command, stdin=PIPE, stdout=PIPE) as holder:  # noqa: S603 - our own program
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ConfigurationError):
            WorkerLock(path).acquire()
        holder.send_signal(signal.SIGKILL)
    with WorkerLock(path):
        pass
