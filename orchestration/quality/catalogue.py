"""Writes catalogue.json: which expectations the installed Great Expectations has, with their arguments.

    python -m orchestration.quality.catalogue

The file lets suites be read strictly without importing Great Expectations, which takes five seconds.
"""

import json

from orchestration.quality.suites import CATALOGUE, QUERY

_NOT_ARGUMENTS = {
    "id", "meta", "notes", "result_format", "description", "catch_exceptions", "rendered_content",
    "severity", "windows", "batch_id", "condition_parser",
}  # fmt: skip


def installed() -> dict[str, dict[str, list[str]]]:
    """Return the expectations of the installed version, but queries, which suites write another way."""
    import great_expectations.expectations.core  # noqa: F401
    from great_expectations.expectations import registry

    found: dict[str, dict[str, list[str]]] = {}
    for name in sorted(registry.list_registered_expectation_implementations()):
        if name == QUERY:
            continue
        fields = registry.get_expectation_impl(name).__fields__
        arguments = {key: field for key, field in fields.items() if key not in _NOT_ARGUMENTS}
        found[name] = {
            "required": sorted(key for key, field in arguments.items() if field.required),
            "optional": sorted(key for key, field in arguments.items() if not field.required),
        }
    return found


if __name__ == "__main__":
    CATALOGUE.write_text(json.dumps(installed(), indent=1) + "\n", encoding="utf-8")
