# Random statements against a model of the rules: an engine must refuse exactly what the model refuses.
# SPDX-License-Identifier: MIT
import random

import scene

SEATED = ("confirmed", "offered")
STATES = (*scene.ACTIVE, *scene.ENDED)


class Model:
    """What the schema promises, in plain Python. Each method answers the statement and the names that may refuse it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.editions = {1: [2, "scheduled"], 2: [None, "scheduled"], 3: [5, "cancelled"], 4: [3, "scheduled"]}
        self.event_of = {1: 1, 2: 1, 3: 1, 4: 2}
        self.registrations, self.sessions, self.messages = {}, {}, {}
        self.last = 0

    def pick(self, *values):
        return self.random.choice(values)

    def mostly(self, usual, unusual):
        return usual if self.random.random() < 0.9 else unusual

    def next(self):
        self.last += 1
        return self.last

    def some(self, rows):
        return self.random.choice(list(rows)) if rows and self.random.random() < 0.97 else 999_999

    def seats(self, edition):
        return sum(1 for row in self.registrations.values() if row["edition"] == edition and row["state"] in SEATED)

    def breaches(self, number, row, before=None):
        """The names of what a new or changed registration breaks."""
        others = [it for key, it in self.registrations.items() if key != number and it["edition"] == row["edition"]]
        if row["edition"] not in self.editions:
            yield "reference"
        capacity, state = self.editions.get(row["edition"], (None, "scheduled"))
        changed = before is None or before["state"] != row["state"]
        if before and before["state"] in scene.ENDED and changed:
            yield "registration_end_is_final"
        falls_back = row["state"] in ("unverified", "pending") or (before and before["state"] == "confirmed" and row["state"] == "waitlisted")
        if before and changed and falls_back and not (before["state"] == "unverified" and row["state"] == "pending"):
            yield "registration_goes_on"
        if row["state"] in SEATED and state == "cancelled" and changed:
            yield "registration_needs_edition"
        if (row["state"] == "waitlisted") != (row["place"] is not None):
            yield "waitlisted_has_place"
        if (row["state"] == "offered") != (row["until"] is not None):
            yield "offered_has_end"
        if row["state"] in scene.ACTIVE and any(it["key"] == row["key"] and it["state"] in scene.ACTIVE for it in others):
            yield "unique"
        if row["state"] == "waitlisted" and any(it["state"] == "waitlisted" and it["place"] == row["place"] for it in others):
            yield "unique"
        taken = sum(1 for it in others if it["state"] in SEATED)
        if row["state"] in SEATED and (before is None or before["state"] not in SEATED) and capacity is not None and taken >= capacity:
            yield "seats_never_exceed_capacity"

    def extras(self, state):
        place, until = self.random.randint(1, 40), 9
        return self.mostly(place if state == "waitlisted" else None, self.pick(None, place)), self.mostly(until if state == "offered" else None, self.pick(None, until))

    def register(self):
        number, state = self.next(), self.mostly(self.pick(*scene.ACTIVE), self.pick(*STATES))
        place, until = self.extras(state)
        row = {"edition": self.mostly(self.pick(*self.editions), 9), "key": self.pick(*"abcdefghijkl"), "state": state, "place": place, "until": until}
        names = set(self.breaches(number, row))
        if not names:
            self.registrations[number] = row
        return scene.registration(number, row["edition"], row["key"], state, place, until), names

    def change_state(self):
        number, state = self.some(self.registrations), self.pick(*STATES)
        place, until = self.extras(state)
        before = self.registrations.get(number)
        row = {**before, "state": state, "place": place, "until": until} if before else None
        names = set(self.breaches(number, row, before)) if row else set()
        if row and not names:
            self.registrations[number] = row
        return (f"UPDATE registration SET state = '{state}', waitlist_place = {scene.text(place)}, offered_until = {scene.text(until)}"
                f" WHERE id = {number}"), names

    def move(self):
        number, edition = self.some(self.registrations), self.pick(*self.editions)
        moved = number in self.registrations and self.registrations[number]["edition"] != edition
        names = {"registration_stays_at_edition", "unique", "registration_needs_edition", "seats_never_exceed_capacity"} if moved else set()
        return f"UPDATE registration SET edition_id = {edition} WHERE id = {number}", names

    def forget(self):
        number = self.some(self.registrations)
        self.registrations.pop(number, None)
        return f"DELETE FROM registration WHERE id = {number}", set()

    def resize(self):
        edition, capacity = self.pick(*self.editions), self.pick(None, *range(9))
        names = {"seats_never_exceed_capacity"} if capacity is not None and capacity < self.seats(edition) else set()
        if not names:
            self.editions[edition][0] = capacity
        return f"UPDATE edition SET capacity = {scene.text(capacity)} WHERE id = {edition}", names

    def cancel_edition(self):
        edition, state = self.pick(*self.editions), self.mostly("scheduled", "cancelled")
        self.editions[edition][1] = state
        return f"UPDATE edition SET state = '{state}' WHERE id = {edition}", set()

    def schedule(self):
        number, edition, start = self.next(), self.mostly(self.pick(*self.editions), 9), self.random.randint(1, 1000)
        end = start + self.random.randint(-5, 50)
        names = {name for name, wrong in (("reference", edition == 9), ("session_ends_after_start", end <= start)) if wrong}
        if not names:
            self.sessions[number] = {"edition": edition, "start": start, "end": end, "state": "scheduled", "sequence": 0, "version": 1}
        return scene.session(number, edition, start, end), names

    def reschedule(self):
        number, start, state = self.some(self.sessions), self.random.randint(1, 1000), self.pick("scheduled", "cancelled")
        end, row = start + self.random.randint(-5, 50), self.sessions.get(number)
        sequence = (row["sequence"] if row else 0) + self.pick(-1, 0, 1, 1)
        version = (row["version"] if row else 1) + self.pick(-1, 0, 0, 1)
        names = set()
        if row:
            if sequence < row["sequence"] or version < row["version"]:
                names.add("session_numbers_only_grow")
            if sequence < 0 or version < 1:
                names.add("check")
            if end <= start:
                names.add("session_ends_after_start")
            if not names:
                row.update(start=start, end=end, state=state, sequence=sequence, version=version)
        return (f"UPDATE session SET starts_at = {start}, ends_at = {end}, state = '{state}', sequence = {sequence},"
                f" schedule_version = {version} WHERE id = {number}"), names

    def fates(self, state):
        """Lease, time of sending and reason of a message in a state; now and then not those that it needs."""
        return (self.mostly(1 if state == "sending" else None, self.pick(None, 1)), self.mostly(9 if state == "sent" else None, self.pick(None, 9)),
                self.mostly("gone" if state in ("failed", "skipped") else None, self.pick(None, "gone")))

    def fate_breaches(self, state, lease, sent, reason):
        return {name for name, wrong in (("message_sending_has_lease", (state == "sending") != (lease is not None)),
                                         ("message_sent_has_time", (state == "sent") != (sent is not None)),
                                         ("message_end_has_reason", state in ("failed", "skipped") and reason is None)) if wrong}

    def write(self):
        number, key, state = self.next(), f"k{self.random.randint(1, 4000)}", self.pick("queued", "queued", "sending", "sent", "failed", "skipped")
        lease, sent, reason = self.fates(state)
        names = self.fate_breaches(state, lease, sent, reason) | ({"unique"} if key in {it["key"] for it in self.messages.values()} else set())
        if not names:
            self.messages[number] = {"key": key, "state": state}
        return scene.message(number, key, state=state, lease_owner=lease, lease_until=lease, sent_at=sent, reason=reason), names

    def deliver(self):
        number, state = self.some(self.messages), self.pick("queued", "sending", "sent", "failed", "skipped")
        lease, sent, reason = self.fates(state)
        row, names = self.messages.get(number), set()
        if row:
            names = self.fate_breaches(state, lease, sent, reason) | ({"message_sent_is_final"} if row["state"] == "sent" != state else set())
            row["state"] = row["state"] if names else state
        return (f"UPDATE message SET state = '{state}', lease_owner = {scene.text(lease)}, lease_until = {scene.text(lease)},"
                f" sent_at = {scene.text(sent)}, reason = {scene.text(reason)} WHERE id = {number}"), names

    def statement(self):
        return self.pick(*[self.register] * 6, *[self.change_state] * 6, self.move, self.forget, self.resize, self.cancel_edition,
                         self.schedule, self.reschedule, self.reschedule, self.write, self.deliver, self.deliver)()

    def times(self, event):
        rows = [it for it in self.sessions.values() if self.event_of[it["edition"]] == event and it["state"] == "scheduled"]
        return (min((it["start"] for it in rows), default=None), max((it["end"] for it in rows), default=None))

    def facts(self):
        """Pairs of a query and the rows it must give."""
        yield "SELECT id, capacity, state, seats_taken FROM edition ORDER BY id", [(n, *it, self.seats(n)) for n, it in self.editions.items()]
        yield ("SELECT id, edition_id, state, waitlist_place FROM registration ORDER BY id",
               [(n, it["edition"], it["state"], it["place"]) for n, it in sorted(self.registrations.items())])
        yield "SELECT id, starts_at, ends_at FROM event ORDER BY id", [(n, *self.times(n)) for n in (1, 2)]
        yield ("SELECT id, state, sequence, schedule_version FROM session ORDER BY id",
               [(n, it["state"], it["sequence"], it["version"]) for n, it in sorted(self.sessions.items())])
        yield "SELECT id, state FROM message ORDER BY id", [(n, it["state"]) for n, it in sorted(self.messages.items())]


def play(test, engine, seed, statements):
    """Plays random statements on an engine with an empty database; the seed makes it the same every time."""
    for statement in scene.STAGE:
        test.assertEqual(engine.run(statement), [], statement)
    model, refused = Model(seed), 0
    for count in range(1, statements + 1):
        statement, names = model.statement()
        found = engine.run(statement)
        if isinstance(found, str):
            refused += 1
            found = "check" if found.endswith("_check") else found
        test.assertTrue(found in names if names else found == [], f"statement {count}: {statement}\nfound {found}, expected {names or 'no refusal'}")
        if count % 250 == 0 or count == statements:
            for query, rows in model.facts():
                test.assertEqual(engine.run(query), rows, f"after statement {count}: {query}")
    test.assertGreater(refused, statements // 10)
    test.assertLess(refused, statements * 9 // 10)
