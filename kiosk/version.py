"""Which program this is; the same number as in pyproject.toml, which a frozen program has not at hand."""

VERSION = "0.1.0"
