# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contacts and the marks of machines and registers."""

from __future__ import annotations

import pytest

from core.documents.entities.recognisers import entities_of

ACCOUNT = "DE89 3704 0044 0532 0130 00"
MD5 = "D41D8CD98F00B204E9800998ECF8427E"


@pytest.mark.parametrize(
    ("text", "kind", "words", "value"),
    [
        ("Write to S.Haroun@Roads.org.", "mail", "S.Haroun@Roads.org", "s.haroun@roads.org"),
        ("See HTTPS://Roads.org/A?b=1.", "url", "HTTPS://Roads.org/A?b=1", "https://roads.org/A?b=1"),
        ("Call +962 (79) 123-4567 now", "phone", "+962 (79) 123-4567", "+962791234567"),
        ("هاتف: ٠٠٩٦٢ ٧٩ ١٢٣٤٥٦٧", "phone", "٠٠٩٦٢ ٧٩ ١٢٣٤٥٦٧", "+962791234567"),
        ("Tel. 06 555 1234", "phone", "06 555 1234", "065551234"),
        (f"IBAN {ACCOUNT} only", "iban", ACCOUNT, "de89370400440532013000"),
        ("from 192.168.0.12 at noon", "ip", "192.168.0.12", "192.168.0.12"),
        ("from 2001:0DB8::0001 at noon", "ip", "2001:0DB8::0001", "2001:db8::1"),
        (f"md5 {MD5}", "hash", MD5, MD5.lower()),
        ("at 31.95220, 35.93300 near", "coordinates", "31.95220, 35.93300", "31.95220,35.93300"),
        ("at 31°57'08\"N 35°55'59\"E.", "coordinates", "31°57'08\"N 35°55'59\"E", "31.95222,35.93306"),
        ("order 31/2024 was signed", "id", "order 31/2024", "order 31/2024"),
        ("جواز سفر رقم N1234567 صدر", "id", "جواز سفر رقم N1234567", "جواز سفر n1234567"),
    ],
)  # fmt: skip
def test_a_mark_and_its_one_spelling(text: str, kind: str, words: str, value: str) -> None:
    found = [(e.kind, text[e.start : e.end], e.value) for e in entities_of(text)]
    assert (kind, words, value) in found


@pytest.mark.parametrize(
    "text", ["DE89 3704 0044 0532 0130 01", "999.168.0.12", "at 12:30:45", "91.95220, 35.93300"]
)
def test_what_does_not_add_up_is_left_out(text: str) -> None:
    assert [e for e in entities_of(text) if e.kind in {"iban", "ip", "coordinates"}] == []
