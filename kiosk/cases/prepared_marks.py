"""What is kept of the codes, secrets and proofs of prepared forms: keyed hashes; and a form as a text."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.cases.prepared import PreparedForm
from kiosk.flow.answer import ANSWERS, SCHEMA_VERSION, Answer

KEY_BYTES = 32
MARK_CHARACTERS = 64
"""Of one mark, hexadecimal."""
PROOFS = 8
"""So many may prove one form, and so many are always compared: nothing tells how many there are, or none."""


@dataclass(frozen=True)
class Marks:
    """key: :data:`KEY_BYTES` of chance. Without it six digits behind a hash would be found in a second."""

    key: bytes = field(repr=False)

    def of_code(self, code: str) -> str:
        """The mark by which a code is found."""
        return self._mark("code", code)

    def of_secret(self, secret: str) -> str:
        """The mark by which the secret of a picture code is found."""
        return self._mark("secret", secret)

    def of_proofs(self, form_id: str, proofs: Collection[str]) -> str:
        """The marks of all that prove who fills in this form, one behind the other, filled up with chance."""
        marks = [self._mark("proof", form_id, proof.upper()) for proof in sorted(proofs)[:PROOFS]]
        marks += [secrets.token_hex(MARK_CHARACTERS // 2) for _ in range(PROOFS - len(marks))]
        return "".join(sorted(marks))

    def proves(self, form_id: str, proof_marks: str, proof: str) -> bool:
        """Whether it is one of them; all are compared, each in the same time."""
        mark = self._mark("proof", form_id, proof.upper())
        found = False
        for begin in range(0, len(proof_marks), MARK_CHARACTERS):
            found |= hmac.compare_digest(proof_marks[begin : begin + MARK_CHARACTERS], mark)
        return found

    def _mark(self, *what: str) -> str:
        return hmac.new(self.key, json.dumps(what).encode(), hashlib.sha256).hexdigest()


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    schema_version: int
    service: str
    flow_version: int
    flow_sha256: str
    flow_source: str
    locale: str


class _WithAnswers(_Kept):
    answers: dict[str, Answer]


class NotReadable(Exception):
    """What was kept is none of this program's."""


def form_text(form: PreparedForm) -> str:
    """A form as JSON, to be sealed."""
    told = _Kept(
        schema_version=SCHEMA_VERSION,
        service=form.service,
        flow_version=form.flow_version,
        flow_sha256=form.flow_sha256,
        flow_source=form.flow_source,
        locale=form.locale,
    )
    answers = ANSWERS.dump_python(dict(form.answers), mode="json")
    return json.dumps(told.model_dump() | {"answers": answers}, ensure_ascii=False)


@dataclass(frozen=True)
class Apart:
    """A form without its service's text, as JSON to be sealed; the text, which many forms share, beside it.

    digest: of the text, SHA-256, hexadecimal: by it the text is kept once, and found again.
    """

    form: str = field(repr=False)
    source: str = field(repr=False)
    digest: str


def apart(form: PreparedForm) -> Apart:
    """What of a form is its resident's, and what all who filled in that service share."""
    alone = form_text(replace(form, flow_source=""))
    return Apart(alone, form.flow_source, _digest(form.flow_source))


def put_together(text: str, digest: str | None, source: str | None) -> PreparedForm:
    """A form with the text that was kept beside it. digest: None for one that was kept with its text in it.

    Raises :class:`NotReadable`, also where the text is gone or is another.
    """
    form = form_of(text)
    if digest is None:
        return form
    if source is None or _digest(source) != digest:
        raise NotReadable
    return replace(form, flow_source=source)


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


def form_of(text: str) -> PreparedForm:
    """From JSON. Raises :class:`NotReadable`; what stands in it is not quoted."""
    try:
        told = _WithAnswers.model_validate_json(text)
        if told.schema_version != SCHEMA_VERSION:
            raise NotReadable
        return PreparedForm(
            service=told.service,
            flow_version=told.flow_version,
            flow_sha256=told.flow_sha256,
            locale=told.locale,
            flow_source=told.flow_source,
            answers=told.answers,
        )
    except (ValidationError, ValueError):
        raise NotReadable from None
