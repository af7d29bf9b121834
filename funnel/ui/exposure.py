"""Who can reach this server: this machine only, or others too; and by which names."""

import os
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from streamlit import get_option

from funnel.errors import WrongUse, sentence
from funnel.settings import Settings

PERMITTED: Final = "FUNNEL_PUBLIC_WITHOUT_LOGIN"
LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_this_machine(address: str) -> bool:
    """Whether only this machine reaches what listens on `address`; an empty address is every one."""
    if address.casefold() == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_to_be_public(address: str, settings: Settings) -> None:
    """Raise WrongUse where others than this machine could open the dashboard without a login, and nobody said so."""
    named = urlsplit(settings.public_url).hostname
    local = is_this_machine(address) and (named is None or is_this_machine(named))
    if not local and not settings.login_provider and os.environ.get(PERMITTED) != "1":
        raise WrongUse(
            sentence(
                "At “{address}” everybody on the network could open this dashboard. Set up a login (docs/deploy.md), "
                "or say --public-without-login if that is meant.",
                address=address if not is_this_machine(address) or named is None else named,
            )
        )


def host_is_ours(host: str, settings: Settings) -> bool:
    """Whether a request names this dashboard: another site's name that leads here (DNS rebinding) is refused.

    A server without public_url that listens for everybody cannot know its names and takes any.
    """
    named = urlsplit(settings.public_url).hostname
    if named is None and not is_this_machine(str(get_option("server.address") or "")):
        return True
    try:
        asked = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return asked.rstrip(".") in LOCAL_NAMES or asked.rstrip(".") == named
