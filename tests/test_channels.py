"""Channels by GA4's default channel grouping, as a table that a shop may replace."""

from pathlib import Path

import pytest

from funnel.channels import RULES_FILE, channel_of, read_rules
from funnel.errors import WrongUse

RULES = read_rules()


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "channel"),
    [
        ("(direct)", "(none)", None, "direct"),
        ("(direct)", "(not set)", None, "direct"),
        ("google", "cpc", "spring", "paid_search"),
        ("bing", "ppc", None, "paid_search"),
        ("yandex", "cpc", None, "paid_search"),
        ("google", "organic", None, "organic_search"),
        ("duckduckgo", "organic", None, "organic_search"),
        ("some-engine", "organic", None, "organic_search"),
        ("facebook", "paid_social", None, "paid_social"),
        ("instagram", "cpc", None, "paid_social"),
        ("facebook.com", "referral", None, "organic_social"),
        ("t.co", "referral", None, "organic_social"),
        ("anything", "social", None, "organic_social"),
        ("anything", "social-network", None, "organic_social"),
        ("vimeo", "cpv", None, "paid_video"),
        ("youtube.com", "cpc", None, "paid_video"),
        ("youtube.com", "referral", None, "organic_video"),
        ("adserver", "display", None, "display"),
        ("adserver", "banner", None, "display"),
        ("adserver", "cpm", None, "display"),
        ("somewhere", "cpc", "autumn", "paid_other"),
        ("amazon", "cpc", None, "paid_shopping"),
        ("google", "cpc", "pla_shopping", "paid_shopping"),
        ("amazon", "referral", None, "organic_shopping"),
        ("newsletter", "email", None, "email"),
        ("mail", "e-mail", None, "email"),
        ("mail", "e_mail", None, "email"),
        ("email", None, None, "email"),
        ("blog", "affiliate", None, "affiliates"),
        ("blog.example", "referral", None, "referral"),
        ("blog.example", "link", None, "referral"),
        ("podcast", "audio", None, "audio"),
        ("sms", None, None, "sms"),
        ("provider", "sms", None, "sms"),
        ("provider", "web-push", None, "push"),
        ("firebase", None, None, "push"),
        ("somewhere", "odd-medium", None, "unassigned"),
        (None, None, None, "not_stated"),
        (None, None, "autumn", "not_stated"),
    ],
)
def test_default_channel_group(source: str | None, medium: str | None, campaign: str | None, channel: str) -> None:
    assert channel_of(RULES, None, source, medium, campaign) == channel


def test_capitals_and_spaces_do_not_matter() -> None:
    assert channel_of(RULES, None, " Google ", "CPC", None) == "paid_search"


def test_what_the_source_states_wins() -> None:
    assert channel_of(RULES, "organic", "google", "cpc", None) == "organic"


def test_a_store_may_hold_its_own_table(tmp_path: Path) -> None:
    (tmp_path / RULES_FILE).write_text("channel,source,medium,campaign\nours,google,,\n", encoding="utf-8")
    rules = read_rules(tmp_path)
    assert channel_of(rules, None, "google", "cpc", None) == "ours"
    assert channel_of(rules, None, "bing", "cpc", None) == "unassigned"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("channel,source\nours,google\n", "must start with the line"),
        ("", "must start with the line"),
        ("channel,source,medium,campaign\nours,(google,,\n", "line 2: a pattern cannot be read"),
        ("channel,source,medium,campaign\nours,google\n", "line 2"),
        ("channel,source,medium,campaign\nours,google,cpc,a,b\n", "line 2"),
        ("channel,source,medium,campaign\n,google,,\n", "line 2"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / RULES_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=sentence):
        read_rules(tmp_path)
