#!/usr/bin/python3
"""Prints a feed of invented people for a report to be looked at: 100,000 records, 3,000 of them wrong.

    report_feed.py [--records N] [--night 1|2] [--plain]

The same arguments give the same bytes. The second night has everybody of the first, some of them
changed, some of them new; what is wrong is wrong on both. Without --plain some names hope to be run.
"""

import argparse
import random
import sys

FIRST = """Ada Alan Amara Anna Bruno Chen Clara Dario Edith Elif Emil Farah Femi Grace Hana Hugo Ida
Ines Ivan Jana Jonas Kaya Kofi Lea Liam Lina Luca Maja Malik Mara Mateo Mei Mila Nadia Nils Noor
Olga Omar Paula Priya Rafael Rosa Sami Sara Sven Tara Theo Uma Vera Viktor Yara Yusuf Zoe""".split()
LAST = """Abel Adeyemi Aydin Bauer Berg Borges Castro Costa Dahl Diaz Eriksen Fischer Fontana Garcia
Gupta Haas Hansen Ibrahim Ito Jensen Kaiser Khan Kim Kovacs Lange Lindqvist Lopez Maier Mbeki Moreau
Murphy Nakamura Novak Okafor Olsen Papas Park Petrov Quinn Ricci Rossi Sato Schmidt Silva Singh Sousa
Suzuki Tanaka Urban Vogel Wagner Weber Winter Yilmaz Zimmer""".split()
UNITS = ["Sales", "Support", "Finance", "Engineering", "People", "Legal", "Logistics", "Marketing"]
# What a person typed, or somebody who hopes that a page runs it.
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "\"><svg onload=alert(3)>",
    "<!--<script>",
    "javascript:alert(4)",
    "=HYPERLINK(\"http://evil.example\";\"click\")",
    "a\u2028b\u202egnp.exe",
    "{{constructor.constructor('alert(5)')()}}",
    "&lt;b&gt;not bold&lt;/b&gt;",
]


def quoted(cell):
    if any(mark in cell for mark in ",\"\n;"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--night", type=int, default=1)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    chance = random.Random(20261124)
    write = sys.stdout.write
    write("external_id,username,email,first_name,last_name,phone,department,groups,end_date,"
          "second_factor\n")
    faults = max(options.records * 312 // 10_000, 1)
    wrong = set(chance.sample(range(options.records), faults))
    hostile = [] if options.plain else list(HOSTILE)
    done = 0
    for number in range(options.records):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        unit = chance.choice(UNITS)
        roll, change, other = chance.random(), chance.random(), chance.choice(UNITS)
        if options.night == 1 and change < 0.02:
            continue
        if options.night == 2 and change > 0.985:
            unit = other
        name = f"{first}.{last}.{number}".lower()
        cells = {
            "external_id": f"E{100_000 + number}", "username": name,
            "email": f"{name}@corp.example", "first_name": first, "last_name": last,
            "phone": f"+49 30 {5_000_000 + number}", "department": unit, "groups": unit,
            "end_date": "", "second_factor": "totp" if number % 50 == 7 else "",
        }
        if number in wrong:
            done += 1
            spoil(cells, roll, number, hostile)
        write(",".join(quoted(cell) for cell in cells.values()) + "\n")


def spoil(cells, roll, number, hostile):
    """Makes one thing wrong, or two."""
    if hostile and roll < 0.9:
        text = hostile.pop(0)
        cells["username"] = text
        cells["email"] = text + "@corp.example"
        cells["first_name"] = text
    elif roll < 0.38:
        cells["email"] = cells["email"].replace("@", "@@" if number % 3 else " at ")
    elif roll < 0.60:
        cells["phone"] = cells["phone"].replace("+49 ", "0")
    elif roll < 0.73:
        cells["end_date"] = ["31.12.2026", "2026-02-30", "soon"][number % 3]
    elif roll < 0.82:
        cells["username"] = "ada.abel"
        cells["external_id"] = "E1"
    elif roll < 0.90:
        cells["second_factor"] = "sms"
        if number % 2:
            cells["email"] = "unknown"
    elif roll < 0.96:
        cells["department"] += ",Berlin"
        cells["last_name"] += "\x07"
    else:
        cells["email"] = ""
        cells["phone"] = "n/a"


main()
