"""One frozen Settings from the store's settings.toml and FUNNEL_ environment variables.

Order of precedence: environment, then settings.toml in the store folder, then the defaults below.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from funnel.errors import UnknownSetting, WrongUse, near_match, sentence
from funnel.rights import rules_in
from funnel.service_clock import clock_of

PREFIX = "FUNNEL_"
NOT_SETTINGS = frozenset({"FUNNEL_STORE", "FUNNEL_PUBLIC_WITHOUT_LOGIN"})
CURRENCY = re.compile(r"[A-Z]{3}")
MEMORY = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B")
LONGEST = 3650
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class Settings:
    """What a shop decides once; every field is a key of settings.toml and a FUNNEL_ variable."""

    shop: str = "My shop"
    """Name shown in the corner of every screen."""
    zone: str = "Europe/Warsaw"
    """IANA zone of the shop: its days are the days of every number."""
    currency: str = ""
    """Currency of every amount, like PLN; empty: the first one a file states. Amounts of another are refused."""
    language: str = "en"
    """Language of a first visit: en, ru or pl."""
    late_days: int = 2
    """Newest days still filling up: grey and outside every comparison."""
    kept_days: int = 14
    """Days until an order counts as kept: time to cancel or return it."""
    buyout_days: int = 21
    """Days until a marketplace's order counts as settled: time to deliver, to collect or refuse it."""
    query_seconds: int = 30
    """Time limit of one question."""
    memory_limit: str = "2GB"
    """Memory DuckDB may take before it spills to disk."""
    late_source_days: int = 3
    """Age of a source's newest day at which it is marked late."""
    stale_days: int = 8
    """Age at which a source is marked stale."""
    upload_gigabytes: int = 8
    """Largest file the browser may send."""
    inbox_seconds: int = 5
    """How often STORE/inbox is looked at while the dashboard runs; 0 switches it off."""
    slow_page_seconds: int = 4
    """Load time of the landing page above which it is slow."""
    stock_days: int = 7
    """Age at which a stock level or price says nothing any more."""
    cover_days: int = 60
    """Days of usual sales a stock should last; more is over-stock."""
    slow_days: int = 180
    """Days of usual sales from which on a stock is a slow one."""
    junk_traffic_percent: int = 50
    """Product views of a campaign, in % of its channel's other campaigns, below which its traffic is junk."""
    price_above_percent: int = 10
    """How much dearer than the competitor a product must be to count as dear."""
    card_photos: int = 3
    """Photos a product card needs not to be weak."""
    chat_slow_minutes: int = 10
    """Time to the first answer above which a chat was slow."""
    service_hours: str = "00:00-24:00"
    """Hours of a day in which somebody answers, like 09:00-18:00: first response times count only these."""
    service_days: str = "mon-sun"
    """Days on which somebody answers, like mon-fri."""
    long_delivery_days: int = 7
    """Days between order and promised delivery above which a delivery is long."""
    complaint_days: int = 2
    """Days a contact must have been open when the customer ordered to count as an open complaint."""
    cancelled_by_shop_percent: int = 5
    """Share of a product's earlier orders cancelled by the shop above which an order of it is at risk."""
    return_quality_percent: int = 10
    """Share of a product's earlier orders returned for quality above which an order of it is at risk."""
    log_level: str = "info"
    """What the log of the store holds: debug, info, warning or error."""
    board_url: str = ""
    """Database of the board, like postgresql+psycopg://host/name; empty: the file board.db of the store."""
    win_back_percent: int = 50
    """Share of a loss a new card expects to win back, until the team says otherwise on the card."""
    public_url: str = ""
    """Address people open the dashboard at, like https://funnel.shop.example/kpi; needed for the login and a proxy."""
    login_provider: str = ""
    """OpenID Connect metadata of the login service, ending in /.well-known/openid-configuration; empty: no login."""
    login_client: str = ""
    """Name of this dashboard at the login service."""
    login_secret: str = field(default="", repr=False)
    """Its secret there; better told by FUNNEL_LOGIN_SECRET than written into a file."""
    login_hours: int = 12
    """Hours a login lasts."""
    login_viewers: str = ""
    """Who may look: rules like groups=shop, email=*@shop.example, person=KEY, or * for all who can log in."""
    login_editors: str = ""
    """Who may write on the board and bring files in; rules of the same form."""
    login_admins: str = ""
    """Who may also take imports back; rules of the same form."""


def read_settings(store_folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of the store in `store_folder`.

    Raises UnknownSetting for a key no release knows and WrongUse for a value of the wrong form.
    """
    told = _told_by_file(store_folder / "settings.toml") | _told_by_environment(environment)
    return checked(replace(Settings(), **told))


def checked(settings: Settings) -> Settings:
    """The same settings, or WrongUse for a value that cannot be meant."""
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError) as cause:
        raise WrongUse(
            sentence("There is no time zone “{zone}”; use a name like Europe/Warsaw.", zone=settings.zone)
        ) from cause
    if settings.language not in ("en", "ru", "pl"):
        raise WrongUse(
            sentence("There is no language “{language}” here; use en, ru or pl.", language=settings.language)
        )
    if settings.currency and not CURRENCY.fullmatch(settings.currency):
        raise WrongUse(
            sentence("“{currency}” is no currency; use three capital letters like PLN.", currency=settings.currency)
        )
    if settings.log_level not in LOG_LEVELS:
        raise WrongUse(
            sentence("There is no log level “{level}”; use debug, info, warning or error.", level=settings.log_level)
        )
    if not MEMORY.fullmatch(settings.memory_limit):
        raise WrongUse(
            sentence("Setting “memory_limit” is an amount like 2GB, not “{amount}”.", amount=settings.memory_limit)
        )
    clock_of(settings.service_hours, settings.service_days)
    _check_addresses(settings)
    _check_login(settings)
    return settings


def _check_addresses(settings: Settings) -> None:
    for name in ("public_url", "login_provider"):
        told = getattr(settings, name)
        parts = urlsplit(told)
        if told and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment):
            raise WrongUse(
                sentence(
                    "Setting “{name}” is an address that begins with https://, not “{value}”.", name=name, value=told
                )
            )


def _check_login(settings: Settings) -> None:
    for name in ("login_viewers", "login_editors", "login_admins"):
        rules_in(getattr(settings, name))
    if not settings.login_provider:
        return
    needed = ("public_url", "login_client", "login_secret")
    missing = [name for name in needed if not getattr(settings, name)]
    if missing:
        raise WrongUse(sentence("The login needs the setting “{name}” too.", name=missing[0]))
    if not settings.login_hours:
        raise WrongUse(sentence("Setting “login_hours” is a number of hours above 0."))


def _told_by_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise WrongUse(sentence("{name} cannot be read: {cause}.", name=path.name, cause=str(cause))) from cause
    return {_known(key): _typed(key, value) for key, value in told.items()}


def _told_by_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    ours = {key: value for key, value in environment.items() if key.startswith(PREFIX) and key not in NOT_SETTINGS}
    return {
        _known(key.removeprefix(PREFIX).lower()): _typed(key.removeprefix(PREFIX).lower(), value)
        for key, value in ours.items()
    }


def _known(key: str) -> str:
    names = [field.name for field in fields(Settings)]
    if key not in names:
        raise UnknownSetting(sentence("There is no setting “{key}”.", key=key), near_match(key, names))
    return key


def _typed(key: str, value: object) -> str | int:
    wanted = type(getattr(Settings(), key))
    if wanted is str:
        if not isinstance(value, str):
            raise WrongUse(
                sentence("Setting “{key}” is a text in quotation marks, not {value}.", key=key, value=str(value))
            )
        return value
    try:
        number = int(str(value))
    except ValueError as cause:
        raise WrongUse(
            sentence("Setting “{key}” is a whole number, not “{value}”.", key=key, value=str(value))
        ) from cause
    if number < 0:
        raise WrongUse(sentence("Setting “{key}” cannot be below 0.", key=key))
    if number > LONGEST:
        raise WrongUse(sentence("Setting “{key}” cannot be above {most}.", key=key, most=LONGEST))
    return number
