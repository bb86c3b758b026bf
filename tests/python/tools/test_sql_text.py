"""Blanking out what is not SQL keeps every other character in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lint.sql_text import line_at, sql_in_jinja, sql_of


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("a -- b / c\nd", "a         \nd"),
        ("a /* b\nc */ d", "a     \n     d"),
        ("a = 'b / c''d' e", "a = '        ' e"),
        ("{# it's / #}a", "            a"),
        ("{{ ratio('a', \"b }}\") }}/2", "xxxxxxxxxxxxxxxxxxxxxxxx/2"),
        ("{% if x %}a{% endif %}", "          a           "),
        ("'{{ it }}' -- isn't\n/", "'        '         \n/"),
    ],
)
def test_only_sql_is_left(text: str, sql: str) -> None:
    assert sql_of(text) == sql


def test_strings_of_jinja_code_are_sql_but_its_comments_are_not() -> None:
    text = "{# 'no' #}{{ f('avg(x)', \"y = 'z'\") }} 'outside'"
    assert sql_in_jinja(text).split() == ["avg(x)", "y", "=", "'", "'"]


@given(st.text(alphabet="a /'\"{}%#-*\n", max_size=60))
def test_lines_and_length_stay(text: str) -> None:
    for result in (sql_of(text), sql_in_jinja(text)):
        assert len(result) == len(text)
        assert [i for i, c in enumerate(result) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


def test_lines_are_counted_from_one() -> None:
    assert [line_at("a\nb\nc", position) for position in (0, 2, 4)] == [1, 2, 3]
