"""The front door: `dev` in a checkout of its own; stand-ins for Python and uv write down what they are asked."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("setup", "demo", "run", "worker", "flask", "test", "check", "bench")
PYTHON = '#!/bin/sh\nif [ "$1" = -V ]; then echo "Python 3.11.2"; else echo "$*" >>"${0%/.venv/*}/asked"; fi\n'
UV = '#!/bin/sh\necho "$*" >>"${0%/bin/*}/asked"\n'


class Checkout:
    """A folder with `dev` and a `.venv` whose Python only records its arguments."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, folder / "asked"
        shutil.copy(ROOT / "dev", folder / "dev")
        for name in ("requirements.txt", "requirements-dev.txt"):
            (folder / name).write_text("flask==3\n")
        for path, script in ((".venv/bin/python", PYTHON), ("bin/uv", UV)):
            stand_in = folder / path
            stand_in.parent.mkdir(parents=True)
            stand_in.write_text(script)
            stand_in.chmod(0o755)

    def dev(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        self.asked.write_text("")
        path = f"{self.folder}/bin:{Path(sys.executable).parent}:/usr/bin:/bin"
        env = {"PATH": path, "HOME": str(self.folder), **more}
        return subprocess.run(
            ["./dev", *arguments], cwd=self.folder, env=env, capture_output=True, text=True, timeout=30, check=False
        )

    def calls(self) -> list[str]:
        return self.asked.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.parametrize("shell,script", [("sh", "dev"), ("bash", ".ci/run")])
def test_the_scripts_are_valid_shell(shell: str, script: str) -> None:
    assert subprocess.run([shell, "-n", script], cwd=ROOT, check=False).returncode == 0


def test_help_names_every_command(checkout: Checkout) -> None:
    answer = checkout.dev()
    assert answer.returncode == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in answer.stdout] == []


def test_an_unknown_command_prints_the_usage_and_exits_with_2(checkout: Checkout) -> None:
    answer = checkout.dev("tset")
    assert answer.returncode == 2
    assert 'no command "tset"' in answer.stderr
    assert "Usage:" in answer.stderr
    assert checkout.calls() == []


def test_a_second_start_installs_nothing(checkout: Checkout) -> None:
    checkout.dev("flask", "routes")
    assert any("--require-hashes" in call for call in checkout.calls())
    checkout.dev("flask", "routes")
    assert [call for call in checkout.calls() if "pip" in call] == []
    assert checkout.calls()[-1].endswith("routes")


def test_a_changed_requirement_is_installed(checkout: Checkout) -> None:
    checkout.dev("flask", "routes")
    (checkout.folder / "requirements.txt").write_text("flask==4\n")
    checkout.dev("flask", "routes")
    assert any("--require-hashes" in call for call in checkout.calls())


def test_what_the_tests_need_is_enough_for_the_application(checkout: Checkout) -> None:
    checkout.dev("test", "--quick", "tests/cases")
    checkout.dev("flask", "routes")
    assert [call for call in checkout.calls() if "pip" in call] == []


def test_quick_leaves_out_what_needs_a_system_package_and_says_so(checkout: Checkout) -> None:
    answer = checkout.dev("test", "--quick", "tests/cases")
    assert "left out" in answer.stderr
    for word in ("PostgreSQL", "browser", "S3", "Java"):
        assert word in answer.stderr
    assert (
        checkout.calls()[-1]
        == "-m pytest -m not postgres and not browser and not s3 and not system and not mutation and not controls "
        "tests/cases"
    )


@pytest.mark.system
def test_a_failure_in_the_browser_fails_the_whole(checkout: Checkout) -> None:
    python = checkout.folder / ".venv/bin/python"
    python.write_text(PYTHON + 'case "$*" in *"-m browser"*) echo "1 failed"; exit 3 ;; esac\n')
    answer = checkout.dev("test", CASEWORK_TEST_POSTGRES_URL="postgresql:///not-asked")
    assert answer.returncode == 3
    assert "1 failed" in answer.stdout
    others = "-m pytest -m not browser and not postgres and not s3 and not mutation and not system"
    shares = {"-m pytest -m browser or postgres or s3 or mutation or system", others}
    assert shares <= set(checkout.calls())


@pytest.mark.system
def test_a_failed_check_fails_the_whole_and_hides_no_test(checkout: Checkout) -> None:
    python = checkout.folder / ".venv/bin/python"
    python.write_text(PYTHON + 'case "$*" in "-m mypy"*) echo "wrong type"; exit 1 ;; esac\n')
    answer = checkout.dev("test", CASEWORK_TEST_POSTGRES_URL="postgresql:///not-asked")
    assert answer.returncode == 1
    assert "wrong type" in answer.stdout
    assert len([call for call in checkout.calls() if call.startswith("-m pytest")]) == 2


def test_a_port_in_use_is_refused_before_anything_is_loaded(checkout: Checkout) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = checkout.dev("demo", "--port", str(taken.getsockname()[1]))
    assert answer.returncode == 1
    assert "is not free" in answer.stderr
    assert checkout.calls() == []


def test_a_port_that_is_no_number_is_refused(checkout: Checkout) -> None:
    answer = checkout.dev("run", "--port", "http")
    assert answer.returncode == 1
    assert "needs a number" in answer.stderr


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    packages = [block for block in (ROOT / name).read_text().split("\n") if block[:1].isalnum()]
    assert packages
    assert [line for line in packages if "==" not in line or not line.endswith("\\")] == []
