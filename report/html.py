"""Pages as single files: templates, a style sheet, and a policy that lets them run their own script only."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from benchmarks.drawing import DARK, LIGHT, Spec, drawn

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Chart:
    """A chart, drawn for a wide and for a narrow screen; `says` is for those who do not see it."""

    title: str
    says: str
    made_by: str
    wide: str
    narrow: str
    note: str = ""


def chart(title: str, says: str, made_by: str, spec: Callable[[bool], Spec], note: str = "") -> Chart:
    """Return a chart; `spec` gives its specification for a narrow screen if it is called with True."""
    return Chart(title, says, made_by, drawn(spec(False)), drawn(spec(True)), note)


def rendered(template: str, script: str, content: dict[str, Any]) -> str:
    """Return a page as one file that may run its own script and style, and ask for nothing."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("style.css").render(light=LIGHT, dark=DARK)
    scripts = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("theme.js", script))
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(scripts)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return environment.get_template(template).render(style=style, script=scripts, policy=policy, **content)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
