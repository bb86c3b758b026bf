"""How persons, their mail addresses and their homes are written."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import pyarrow.compute as pc

from generator import standing
from generator.clock import Ints
from generator.draw import between
from generator.text import Text, array, integers, join, pick
from generator.world import places

FIRST_NAMES = array([name for names in standing.FIRST_NAMES.values() for name in names])
LAST_NAMES = array([name for names in standing.LAST_NAMES.values() for name in names])
_STREETS = array([name for names in standing.STREETS.values() for name in names])
STREETS_A_COUNTRY = len(standing.STREETS["DE"])
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def plain(name: str) -> str:
    """Write a name in ASCII letters: umlauts spelled out, accents dropped."""
    spelled = unicodedata.normalize("NFKD", name.translate(_SPELLED_OUT))
    return spelled.encode("ascii", "ignore").decode("ascii")


@cache
def plain_names() -> tuple[Text, Text]:
    """First and last names in ASCII."""
    first, last = (array([plain(n) for n in names.to_pylist()]) for names in (FIRST_NAMES, LAST_NAMES))
    return first, last


def mails(first_name: Ints, last_name: Ints, number: Ints, host: Ints, mark: str = "") -> Text:
    """Mail addresses, one of its own for each number; a host of -1 gives null."""
    first = plain_names()[0].take(array(first_name))
    last = plain_names()[1].take(array(last_name))
    local = pc.ascii_lower(pc.replace_substring(join(first, last, sep="."), "'", ""))
    return join(join(local, ".", mark, integers(number)), pick(standing.MAIL_HOSTS, host), sep="@")


def home_columns(country: Ints, place: Ints, street: Ints, house: Ints) -> dict[str, Text]:
    """Write the columns street, postcode, city and country_code of homes."""
    name = pick(_STREETS, country * STREETS_A_COUNTRY + street)
    number = integers(house)
    number_first = np.isin(country, [1, 2, 4])
    line = pc.if_else(array(number_first), join(number, name, sep=" "), join(name, number, sep=" "))
    return {
        "street": line, "postcode": pick(places().postcodes, place), "city": pick(places().cities, place),
        "country_code": pick([c.code for c in standing.COUNTRIES], country),
    }  # fmt: skip


def random_places(rng: np.random.Generator, country: Ints) -> Ints:
    """Draw a place in each country."""
    where = places()
    return np.asarray(
        where.first[country] + (rng.random(len(country)) * where.count[country]).astype(np.int64)
    )


def random_homes(rng: np.random.Generator, country: Ints) -> dict[str, Text]:
    """Draw the columns of a home in each country."""
    count = len(country)
    return home_columns(
        country, random_places(rng, country), between(rng, 0, STREETS_A_COUNTRY - 1, count),
        between(rng, 1, 120, count),
    )  # fmt: skip
