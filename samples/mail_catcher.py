#!/usr/bin/python3
"""A mail server on this machine that keeps what it gets, and shows it; for trying mail out.

    mail_catcher.py catch FOLDER    print "port N", then write each mail to FOLDER/NUMBER.eml
    mail_catcher.py show FILE       print the head and the text of a mail, decoded

It takes every address, delivers nothing, and ends with a signal. Needs Debian's python3-aiosmtpd.
"""

import asyncio
import email
import email.policy
import os
import signal
import sys


class Folder:
    """Where mails go: each is a file of its own, which is there in full before it is answered."""

    def __init__(self, path):
        os.makedirs(path, mode=0o700, exist_ok=True)
        self.path = path
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        place = os.path.join(self.path, "%04d.eml" % self.count)
        with open(place + ".part", "wb") as file:
            file.write(envelope.original_content)
        os.rename(place + ".part", place)
        return "250 2.0.0 kept as %04d.eml" % self.count


async def catch(path):
    from aiosmtpd.smtp import SMTP

    folder = Folder(path)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    server = await loop.create_server(
        lambda: SMTP(folder, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()
    server.close()


def show(path):
    with open(path, "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    for name, value in mail.items():
        print("%s: %s" % (name, value))
    parts = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    print("(parts: %s)\n" % ", ".join(parts))
    print(mail.get_body(("plain",)).get_content(), end="")


def main(words):
    if len(words) == 2 and words[0] == "catch":
        asyncio.run(catch(words[1]))
    elif len(words) == 2 and words[0] == "show":
        show(words[1])
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
