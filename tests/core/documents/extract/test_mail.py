# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails and mailboxes: headers of any charset, bodies, attachments."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from core.documents.extract.sniff import MAIL, MBOX
from tests.core.documents.conftest import opened, texts


def held(path: Path) -> dict[str, bytes]:
    return {member.name: member.open().read() for member in opened(path).members()}


def written(subject: str, body: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ana Ruiz <ana@example.org>"
    mail["To"] = "عمر <o@example.org>"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 16 Mar 2026 14:05:00 +0300"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content(body)
    return mail


def test_headers_body_and_attachments(tmp_path: Path) -> None:
    mail = written("إغلاق الجسر", "The bridge is closed.\n")
    mail.add_alternative("<p>The <b>bridge</b> is closed.</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="تقرير.pdf")
    mail.add_attachment(b"again", maintype="application", subtype="pdf", filename="تقرير.pdf")
    mail.add_attachment(written("Inner", "within"))
    file = tmp_path / "a.eml"
    file.write_bytes(mail.as_bytes())
    reader = opened(file)
    assert reader.media_type == MAIL
    assert (reader.facts.title, reader.facts.author) == ("إغلاق الجسر", "Ana Ruiz <ana@example.org>")
    assert reader.facts.created == "2026-03-16T11:05:00Z"
    assert "".join(texts(reader)) == (
        "From: Ana Ruiz <ana@example.org>\nTo: عمر <o@example.org>\n"
        "Date: Mon, 16 Mar 2026 14:05:00 +0300\nSubject: إغلاق الجسر\n\nThe bridge is closed."
    )
    found = held(file)
    assert found["تقرير.pdf"] == b"%PDF-1.7"
    assert found["تقرير (2).pdf"] == b"again"
    assert b"within" in found["Inner.eml"]
    assert len(found) == 3


def test_what_an_old_arabic_program_sends(tmp_path: Path) -> None:
    """Encoded words of cp1256 beside bytes that nobody encoded, and a body that claims to be Latin."""
    head = b"From: =?windows-1256?B?" + b"x2Pj0Q==" + b"?= <a@b>\r\nMessage-ID: <1>\r\nTo: c@d\r\n"
    subject = "Subject: تقرير عن إغلاق الجسر\r\n".encode("cp1256")
    body = "كان هناك رجل حكيم في القرية".encode("cp1256")
    kind = b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    (tmp_path / "a.eml").write_bytes(head + subject + kind + body)
    reader = opened(tmp_path / "a.eml")
    assert reader.facts.title == "تقرير عن إغلاق الجسر"
    assert reader.facts.author == f"{bytes.fromhex('c763e3d1').decode('cp1256')} <a@b>"
    assert texts(reader)[0].endswith("\n\nكان هناك رجل حكيم في القرية")


def test_a_mail_of_html_alone_keeps_its_structure(tmp_path: Path) -> None:
    mail = written("Depths", "")
    mail.clear_content()
    mail.set_content("<h1>Piers</h1><ul><li>one<li>two</ul>", subtype="html")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    assert texts(opened(tmp_path / "a.eml"))[0].endswith("\n\n# Piers\n\n- one\n- two")


def test_a_broken_mail_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: =?x-unknown?Q?A=C3=A9?=\r\nDate: soon\r\nSubject: =?utf-8?B?%%%?=\r\nMessage-ID: 1\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=none\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x\r\nContent-Type: text/plain\r\n\r\nsecond"
    )
    reader = opened(tmp_path / "a.eml")
    assert reader.facts.created == ""
    assert "second" in texts(reader)[0]


def test_names_of_attachments_lead_nowhere(tmp_path: Path) -> None:
    mail = written("x", "y")
    mail.add_attachment(b"1", maintype="a", subtype="b", filename="../../etc/passwd")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    assert list(held(tmp_path / "a.eml")) == ["_.._etc_passwd"]


def test_each_mail_of_a_mailbox_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.mbox"
    first = written("First", "one\n>From the bridge\n").as_bytes()
    second = written("ثانية", "two").as_bytes()
    line = b"From ana@example.org Mon Mar 16 14:05:00 2026\n"
    file.write_bytes(line + first + b"\n" + line + second)
    reader = opened(file)
    assert (reader.media_type, reader.page_count) == (MBOX, 0)
    found = held(file)
    assert list(found) == ["0001 First.eml", "0002 ثانية.eml"]
    assert b"\nFrom the bridge" in found["0001 First.eml"]
    (tmp_path / "b.eml").write_bytes(found["0002 ثانية.eml"])
    assert texts(opened(tmp_path / "b.eml"))[0].endswith("Subject: ثانية\n\ntwo")
