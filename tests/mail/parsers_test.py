#!/usr/bin/env python3
# Reads what samples.cpp wrote with Python's email package, icalendar and vobject, and compares with manifest.json.
# SPDX-License-Identifier: MIT
"""The program of samples.cpp is looked for in LECTERN_BUILD, else in build/dev."""

import datetime
import email
import email.policy
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import zoneinfo

import icalendar
import vobject

UTC = datetime.timezone.utc
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLES = pathlib.Path(os.environ.get("LECTERN_BUILD", ROOT / "build/dev")).resolve() / "tests/mail_samples"
SCRATCH = tempfile.TemporaryDirectory(prefix="lectern-samples-")
FOLDER = pathlib.Path(SCRATCH.name)
MANIFEST = {}


def setUpModule():
    subprocess.run([SAMPLES, FOLDER], check=True)
    MANIFEST.update(json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8")))


def tearDownModule():
    SCRATCH.cleanup()


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def in_utc(value):
    # pytz and dateutil zones alike: ask for the offset, then take it away.
    return value.astimezone(UTC)


def with_lf(text):
    return text.replace("\r\n", "\n")


def without_spaces(text):
    return text.replace(" ", "")


def unfolded(raw):
    return raw.replace(b"\r\n ", b"").decode("utf-8")


class Calendars(unittest.TestCase):
    def all_calendars(self):
        for feed in MANIFEST["feeds"]:
            yield feed["file"], feed["method"], feed["events"], False
        for mail in MANIFEST["mails"]:
            yield mail["invite"], mail["method"], [mail["event"]], True

    def test_icalendar_finds_every_instant_and_text(self):
        for name, method, events, personal in self.all_calendars():
            with self.subTest(file=name):
                calendar = icalendar.Calendar.from_ical((FOLDER / name).read_bytes())
                self.assertEqual(str(calendar["METHOD"]), method)
                found = calendar.walk("VEVENT")
                self.assertEqual(len(found), len(events))
                for event, want in zip(found, events):
                    self.assertEqual(str(event["UID"]), want["uid"])
                    self.assertEqual(in_utc(event["DTSTART"].dt), instant(want["start"]), want["uid"])
                    self.assertEqual(in_utc(event["DTEND"].dt), instant(want["end"]), want["uid"])
                    self.assertEqual(int(event["SEQUENCE"]), want["sequence"])
                    for name, key in (("SUMMARY", "summary"), ("DESCRIPTION", "description"),
                                      ("LOCATION", "location")):
                        # icalendar 4.0.3 unescapes twice, so of two backslashes it finds one.
                        self.assertEqual(str(event.get(name, "")), want[key].replace("\\\\", "\\"))
                    self.assertEqual(str(event["STATUS"]), want["status"])
                    self.assertEqual(str(event["ORGANIZER"]), "mailto:events@example.org")
                    self.assertEqual("ATTENDEE" in event, personal)
                    if personal:
                        self.assertEqual(str(event["ATTENDEE"]), "mailto:adaeze@example.net")
                        self.assertEqual(event["ATTENDEE"].params["PARTSTAT"], "ACCEPTED")

    def test_vobject_finds_every_instant_by_the_zone_in_the_file(self):
        for name, method, events, personal in self.all_calendars():
            with self.subTest(file=name):
                calendar = vobject.readOne((FOLDER / name).read_bytes().decode("utf-8"), validate=True)
                self.assertEqual(calendar.method.value, method)
                found = calendar.contents["vevent"]
                self.assertEqual(len(found), len(events))
                for event, want in zip(found, events):
                    self.assertEqual(in_utc(event.dtstart.value), instant(want["start"]), want["uid"])
                    self.assertEqual(in_utc(event.dtend.value), instant(want["end"]), want["uid"])
                    self.assertEqual(event.summary.value, want["summary"])
                    self.assertEqual("attendee" in event.contents, personal)

    def test_the_zone_in_the_file_agrees_with_the_system_all_through_two_years(self):
        for feed in MANIFEST["feeds"]:
            if feed["zone"] == "UTC":
                continue
            with self.subTest(zone=feed["zone"]):
                raw = (FOLDER / feed["file"]).read_bytes().decode("utf-8")
                calendar = vobject.readOne(raw)
                written = calendar.contents["vtimezone"][0].tzinfo
                system = zoneinfo.ZoneInfo(feed["zone"])
                at = datetime.datetime(2027, 1, 10, 12)
                while at < datetime.datetime(2028, 12, 20):
                    self.assertEqual(written.utcoffset(at), system.utcoffset(at), at)
                    at += datetime.timedelta(hours=24)

    def test_bytes_are_what_the_standard_asks_for(self):
        for name, _, events, _ in self.all_calendars():
            with self.subTest(file=name):
                raw = (FOLDER / name).read_bytes()
                self.assertTrue(raw.endswith(b"END:VCALENDAR\r\n"))
                self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
                self.assertNotIn(b"\r", raw.replace(b"\r\n", b""))
                for line in raw.split(b"\r\n"):
                    self.assertLessEqual(len(line), 75)
                    line.decode("utf-8")
                    self.assertFalse(any(byte < 32 or byte == 127 for byte in line))
                lines = unfolded(raw).split("\r\n")
                self.assertEqual(lines.count("BEGIN:VEVENT"), len(events))
                self.assertLess(lines.index(next(x for x in lines if x.startswith("METHOD:"))),
                                lines.index("BEGIN:VEVENT"))


class Mails(unittest.TestCase):
    def test_email_takes_every_mail_apart_alike(self):
        reference = None
        for mail in MANIFEST["mails"]:
            with self.subTest(file=mail["file"]):
                raw = (FOLDER / mail["file"]).read_bytes()
                message = email.message_from_bytes(raw, policy=email.policy.default)

                shape = [(part.get_content_type(), part.is_multipart()) for part in message.walk()]
                headers = message.keys()
                if reference is None:
                    reference = (shape, headers)
                self.assertEqual((shape, headers), reference)
                self.assertEqual([kind for kind, _ in shape],
                                 ["multipart/mixed", "multipart/alternative", "text/plain", "text/html",
                                  "text/calendar", "application/ics"])
                for part in message.walk():
                    self.assertEqual(part.defects, [])

                self.assertEqual(message["Message-ID"], f"<{mail['message_id']}>")
                self.assertEqual(message["Subject"], mail["subject"])
                for header, address in (("From", "events@example.org"), ("To", "adaeze@example.net"),
                                        ("Reply-To", "marta@example.org")):
                    self.assertEqual(len(message[header].addresses), 1)
                    self.assertEqual(message[header].addresses[0].addr_spec, address)
                    # Python 3.11 keeps the white space between two encoded words of a name (RFC 2047 §6.2 drops it).
                    self.assertEqual(without_spaces(message[header].addresses[0].display_name),
                                     without_spaces(mail["name"]))
                self.assertIsNone(message["Bcc"])

                parts = list(message.walk())
                self.assertEqual(with_lf(parts[2].get_content()), mail["plain"])
                self.assertEqual(with_lf(parts[3].get_content()), mail["html"])
                invite = (FOLDER / mail["invite"]).read_bytes()
                self.assertEqual(parts[4].get_payload(decode=True), invite)
                self.assertEqual(parts[5].get_payload(decode=True), invite)
                self.assertEqual(parts[4].get_param("method"), mail["method"])
                self.assertEqual(parts[4].get_param("charset"), "utf-8")
                self.assertEqual(parts[5].get_filename(), mail["file_name"])
                self.assertEqual(parts[5].get_content_disposition(), "attachment")

    def test_bytes_are_safe_on_every_way(self):
        for mail in MANIFEST["mails"]:
            with self.subTest(file=mail["file"]):
                raw = (FOLDER / mail["file"]).read_bytes()
                self.assertNotIn(b"\0", raw)
                self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
                self.assertNotIn(b"\r", raw.replace(b"\r\n", b""))
                for line in raw.split(b"\r\n"):
                    self.assertLessEqual(len(line), 76)
                    self.assertTrue(line.isascii())
                    self.assertFalse(line.startswith(b"."))

    def test_no_value_becomes_a_link_or_a_tag(self):
        for mail in MANIFEST["mails"]:
            with self.subTest(file=mail["file"]):
                self.assertEqual(mail["html"].count("<a "), 1)
                self.assertIn('href="https://learn.example.org/j/A?b=1&amp;c=2"', mail["html"])
                self.assertEqual(mail["html"].count("<script"), 0)
                self.assertEqual(mail["html"].count("<img"), 0)
                body = mail["html"][mail["html"].index("<body"):]
                self.assertNotIn("evil.example", body)
                self.assertNotIn("evil.example", mail["plain"])


if __name__ == "__main__":
    unittest.main()
