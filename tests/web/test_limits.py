"""How often an address may ask: counted by window, by network for IPv6, and open while the cache is down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from iga_portal.web import limits
from iga_portal.web.limits import address_of, within_limit


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    # No window ends in the middle of a test.
    with time_machine.travel("2026-07-07T05:00:10Z", tick=False):
        yield


def asked(address: str, *, action: str = "receipt", amount: int = 2) -> bool:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return within_limit(request, action=action, amount=amount, seconds=60)


def test_each_address_and_action_has_its_own_count() -> None:
    assert [asked("10.0.0.1") for _again in range(3)] == [True, True, False]
    assert asked("10.0.0.2")
    assert asked("10.0.0.1", action="other")


def test_a_new_window_begins_to_count_anew() -> None:
    with time_machine.travel("2026-07-07T05:00:10Z", tick=False):
        assert [asked("10.0.0.1") for _again in range(3)] == [True, True, False]
    with time_machine.travel("2026-07-07T05:01:00Z", tick=False):
        assert asked("10.0.0.1")


def test_addresses_of_one_network_count_together() -> None:
    assert [asked(f"2001:db8:1:2::{number}") for number in range(3)] == [True, True, False]
    assert asked("2001:db8:1:3::1")


def test_ipv4_client_at_a_socket_of_both_kinds_is_itself_and_not_the_whole_of_ipv4() -> None:
    assert [asked(f"::ffff:10.0.0.{number}", amount=1) for number in range(3)] == [True, True, True]
    assert not asked("10.0.0.1", amount=1)


def test_only_what_the_trusted_proxies_wrote_counts(settings: Any) -> None:
    def told(forwarded: str) -> str:
        return address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded))

    assert told("203.0.113.9") == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert told("198.51.100.1, 203.0.113.9") == "203.0.113.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert told("198.51.100.1, 203.0.113.9") == "198.51.100.1"
    assert told("203.0.113.9") == "unknown"  # past one of the two: nobody is believed


def test_key_that_went_out_in_between_lets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_kwargs: object) -> int:
        raise ValueError("no such key")

    monkeypatch.setattr(limits.cache, "incr", gone)
    assert asked("10.0.0.1", amount=0)


def test_those_whose_address_cannot_be_told_are_counted_together() -> None:
    assert {address_of(RequestFactory().get("/", REMOTE_ADDR=text)) for text in ("unix:", "")} == {"unknown"}
