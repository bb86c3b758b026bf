"""The SQL in a dbt file, with everything else blanked out and every character in its place.

Lines and columns of the result are those of the file, so that a match can be reported where it is.
"""

import re

_STRING = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
_JINJA = re.compile(
    rf"(?P<comment>\{{#.*?#\}})"
    rf"|(?P<expression>\{{\{{(?:{_STRING}|[^'\"])*?\}}\}})"
    rf"|(?P<statement>\{{%(?:{_STRING}|[^'\"])*?%\}})",
    re.DOTALL,
)
_JINJA_STRING = re.compile(_STRING, re.DOTALL)
_SQL_COMMENT_OR_LITERAL = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
_NOT_NEWLINE = re.compile(r"[^\n]")


def sql_of(text: str) -> str:
    """Return the SQL outside Jinja, without comments and with empty literals.

    A Jinja expression stands for a value: it becomes a word of the same length.
    """

    def blank_jinja(match: re.Match[str]) -> str:
        return _NOT_NEWLINE.sub("x" if match["expression"] else " ", match[0])

    return _SQL_COMMENT_OR_LITERAL.sub(_blank, _JINJA.sub(blank_jinja, text))


def sql_in_jinja(text: str) -> str:
    """Return the SQL that Jinja code holds in strings, as in `ratio('sum(a)', 'count(*)')`."""
    result = list(_NOT_NEWLINE.sub(" ", text))
    for tag in _JINJA.finditer(text):
        if tag["comment"]:
            continue
        for string in _JINJA_STRING.finditer(tag[0]):
            start = tag.start() + string.start() + 1
            content = _SQL_COMMENT_OR_LITERAL.sub(_blank, string[0][1:-1])
            result[start : start + len(content)] = content
    return "".join(result)


def line_at(text: str, position: int) -> int:
    """Return the line, counted from 1, that a position is on."""
    return text.count("\n", 0, position) + 1


def _blank(match: re.Match[str]) -> str:
    """Blank a comment wholly, a literal up to its quotes: it is still a value."""
    if match[0].startswith("'"):
        return "'" + _NOT_NEWLINE.sub(" ", match[0][1:-1]) + "'"
    return _NOT_NEWLINE.sub(" ", match[0])
