"""What is kept about a device and a network."""

import pytest

from casework.accounts.devices import family, prefix
from casework.accounts.throttle import subscriber

LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    "agent,name",
    [(LINUX, "Firefox, Linux"), (PHONE, "Chrome, Android"), (APPLE, "Safari, iPhone"), ("curl/8.5", ""), ("", "")],
)
def test_a_device_is_known_by_family_not_by_version(agent: str, name: str) -> None:
    assert family(agent) == name


@pytest.mark.parametrize(
    "address,kept",
    [("198.51.100.77", "198.51.100.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1::/48"), ("::ffff:198.51.100.77", "198.51.100.0/24"),
     ("fe80::1%eth0", "fe80::/48"), ("unix", ""), ("", "")],
)  # fmt: skip
def test_of_an_address_only_the_network_is_kept(address: str, kept: str) -> None:
    assert prefix(address) == kept


@pytest.mark.parametrize(
    "address,counted",
    [("198.51.100.77", "198.51.100.77"), ("2001:db8:1:2:3::4", "2001:db8:1:2::"), ("::ffff:198.51.100.77", "198.51.100.77"), ("", "")],
)  # fmt: skip
def test_guesses_count_against_what_a_subscriber_cannot_change(address: str, counted: str) -> None:
    assert subscriber(address) == counted
