"""Nobody but this machine gets in without a login, unless somebody said that it is meant."""

from pathlib import Path

import pytest

from funnel.cli import main
from funnel.errors import WrongUse
from funnel.settings import Settings
from funnel.ui.exposure import PERMITTED, host_is_ours, is_this_machine, refuse_to_be_public

LOGIN = Settings(
    public_url="https://funnel.shop.example",
    login_provider="https://login.shop.example/.well-known/openid-configuration",
    login_client="funnel",
    login_secret="s",  # noqa: S106  nobody's
)


@pytest.fixture(autouse=True)
def _nobody_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PERMITTED, raising=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.9.1"])
def test_this_machine_is_let_in(address: str) -> None:
    assert is_this_machine(address)
    refuse_to_be_public(address, Settings())


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "192.168.1.5", "funnel.shop.example"])  # noqa: S104  refused
def test_others_are_not_without_a_login_or_a_word(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongUse, match="--public-without-login"):
        refuse_to_be_public(address, Settings())
    refuse_to_be_public(address, LOGIN)
    monkeypatch.setenv(PERMITTED, "1")
    refuse_to_be_public(address, Settings())


def test_a_proxy_makes_it_public_too() -> None:
    with pytest.raises(WrongUse, match=r"funnel\.shop\.example"):
        refuse_to_be_public("127.0.0.1", Settings(public_url="https://funnel.shop.example"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "everybody on the network"), ("ru", "мог бы открыть любой"), ("pl", "mógłby otworzyć każdy")],
)
def test_the_command_refuses_in_the_readers_language(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text(f'language = "{language}"', encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["--store", str(tmp_path), "--address", "0.0.0.0", "--headless"])  # noqa: S104  refused
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "ours"), [("funnel.shop.example:443", True), ("127.0.0.1:8501", True), ("x.y", False)]
)
def test_only_our_names_are_answered(host: str, ours: bool) -> None:
    assert host_is_ours(host, LOGIN) is ours
