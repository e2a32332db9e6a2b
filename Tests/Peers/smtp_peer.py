#!/usr/bin/python3
"""A mail server that answers as a script says, for tests.

    smtp_peer.py --script JSON --received FILE

Prints `port N` on standard output once it listens on 127.0.0.1, and ends when its standard input
does. Each connection and mail is written to FILE as one line of JSON: `{"event": "connection"}`,
`{"event": "command", "line": ...}` for what is not part of a login, and `{"event": "mail", "from":
..., "to": [...], "parameters": ..., "data": base64, "tls": true}` with the bytes as sent, dots of
SMTP taken out.

The script is an object; every member can be missing:

    "replies"       {"RCPT": ["450 4.2.0 later", null], ...}: what is answered the first time, the second
                    time ... that a verb comes, over all connections; null and what is beyond the
                    list: the usual answer; a list that ends with "*" goes on with the entry before.
                    Verbs: GREETING EHLO STARTTLS AUTH MAIL RCPT DATA END NOOP QUIT. A reply of
                    several lines has "\\n" in it. "" answers nothing at all.
    "drop"          verbs at which the connection is closed without an answer: TEXT drops in the middle
                    of the text, END after the final dot.
    "drop_each"     true: each of these verbs is dropped at once, the first time that it comes
    "raw"           {"RCPT": "bytes"}: what is sent instead of the first answer to a verb, as it stands;
                    with "\\u0004" at its end the connection is closed then
    "flood"         {"RCPT": "text"}: sent again and again instead of an answer, until nobody listens,
                    "flood_pause" seconds apart
    "drop_times"    how often "drop" happens; always by default
    "close_after"   verbs after whose answer the connection is closed
    "unasked"       {"END": "421 4.4.2 idle"}: lines sent behind an answer, with it
    "delay"         {"RCPT": 2.5}: seconds before an answer
    "extensions"    EHLO lines; ["8BITMIME", "SMTPUTF8", "SIZE 10000000"] by default
    "starttls"      whether STARTTLS is offered; needs "certificate"
    "implicit_tls"  TLS from the first byte; needs "certificate"
    "certificate"   path of a PEM file with key and certificate
    "tls_max"       "1.1": the newest version of TLS that is spoken
    "auth"          ["user", "password"]: offered (after TLS, if there is any), and required
    "receive_buffer"  bytes that the system takes for a connection that is not read
    "keep_data"     false: mails are noted without their bytes
"""

import argparse
import base64
import json
import socket
import ssl
import sys
import threading
import time
import warnings


class Dropped(Exception):
    """The connection is over."""


class Peer:
    def __init__(self, script, received):
        self.script = script
        self.received = open(received, "a", buffering=1)
        self.lock = threading.Lock()
        self.counts = {}
        self.drops = 0
        self.context = None
        if "certificate" in script:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(script["certificate"])
            if script.get("tls_max") == "1.1":
                warnings.simplefilter("ignore", DeprecationWarning)
                self.context.set_ciphers("DEFAULT@SECLEVEL=0")
                self.context.minimum_version = ssl.TLSVersion.TLSv1
                self.context.maximum_version = ssl.TLSVersion.TLSv1_1

    def note(self, **event):
        with self.lock:
            self.received.write(json.dumps(event) + "\n")

    def scripted(self, verb, usual):
        """The answer to a verb that comes now."""
        with self.lock:
            count = self.counts.get(verb, 0)
            self.counts[verb] = count + 1
        replies = self.script.get("replies", {}).get(verb, [])
        if replies and replies[-1] == "*":
            replies = replies[:-1]
            count = min(count, len(replies) - 1)
        reply = replies[count] if count < len(replies) else None
        return usual if reply is None else reply

    def is_first(self, what, verb):
        with self.lock:
            known = (what, verb) in self.counts
            self.counts[(what, verb)] = 1
        return not known

    def drops_at(self, verb):
        if verb not in self.script.get("drop", []):
            return False
        if self.script.get("drop_each"):
            return self.is_first("drop", verb)
        with self.lock:
            self.drops += 1
            return self.drops <= self.script.get("drop_times", 1 << 30)


class Conversation:
    def __init__(self, peer, connection):
        self.peer = peer
        self.connection = connection
        self.buffer = b""
        self.is_tls = False
        self.is_logged_in = False
        self.sender = None
        self.parameters = ""
        self.recipients = []

    def run(self):
        try:
            if self.peer.script.get("implicit_tls"):
                self.secure()
            self.peer.note(event="connection", tls=self.is_tls)
            self.answer("GREETING", "220 peer.example ESMTP")
            while self.command(self.line().decode("utf-8", "surrogateescape")):
                pass
        except (Dropped, OSError):
            pass
        finally:
            try:
                self.connection.close()
            except OSError:
                pass

    def secure(self):
        self.connection = self.peer.context.wrap_socket(self.connection, server_side=True)
        self.is_tls = True
        self.buffer = b""

    def receive(self):
        data = self.connection.recv(1 << 16)
        if not data:
            raise Dropped
        self.buffer += data

    def line(self):
        while b"\n" not in self.buffer:
            self.receive()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def answer(self, verb, usual):
        """Answers a verb, and says whether the answer was a good one."""
        if self.peer.drops_at(verb):
            raise Dropped
        time.sleep(self.peer.script.get("delay", {}).get(verb, 0))
        flood = self.peer.script.get("flood", {}).get(verb)
        while flood:
            self.connection.sendall(flood.encode() * (1 if "flood_pause" in self.peer.script else 64))
            time.sleep(self.peer.script.get("flood_pause", 0))
        raw = self.peer.script.get("raw", {}).get(verb)
        if raw and self.peer.is_first("raw", verb):
            self.connection.sendall(raw.rstrip("\4").encode("utf-8", "surrogateescape"))
            if raw.endswith("\4"):
                raise Dropped
            return raw < "4"
        reply = self.peer.scripted(verb, usual)
        if not reply:
            return False
        sent = ""
        lines = reply.split("\n")
        code = lines[0][:3]
        for index, line in enumerate(lines):
            if index > 0 and not line.startswith(code):
                line = code + " " + line
            mark = " " if index + 1 == len(lines) else "-"
            sent += line[:3] + mark + line[4:] + "\r\n"
        if verb in self.peer.script.get("unasked", {}):
            sent += self.peer.script["unasked"][verb] + "\r\n"
        self.connection.sendall(sent.encode("utf-8", "surrogateescape"))
        if verb in self.peer.script.get("close_after", []) or code == "421":
            raise Dropped
        return code < "400"

    def hello(self):
        lines = ["peer.example"]
        lines += self.peer.script.get("extensions", ["8BITMIME", "SMTPUTF8", "SIZE 10000000"])
        if self.peer.script.get("starttls") and not self.is_tls:
            lines.append("STARTTLS")
        elif "auth" in self.peer.script:
            lines.append("AUTH PLAIN LOGIN")
        self.answer("EHLO", "\n".join("250 " + line for line in lines))

    def login(self, words):
        if self.peer.drops_at("AUTH"):
            raise Dropped
        if words[1].upper() == "PLAIN":
            if len(words) < 3:
                self.connection.sendall(b"334 \r\n")
                words.append(self.line().decode())
            given = base64.b64decode(words[2]).decode().split("\0")[1:]
        else:
            given = []
            for question in (b"Username:", b"Password:"):
                self.connection.sendall(b"334 " + base64.b64encode(question) + b"\r\n")
                given.append(base64.b64decode(self.line()).decode())
        is_right = given == self.peer.script["auth"]
        self.peer.note(event="login", tls=self.is_tls, right=is_right)
        usual = "235 2.7.0 welcome" if is_right else "535 5.7.8 wrong user or password"
        self.is_logged_in = self.answer("AUTH", usual)

    def text(self):
        """The mail's bytes, without the dots that SMTP adds."""
        while not (self.buffer.startswith(b".\r\n") or b"\r\n.\r\n" in self.buffer):
            if self.peer.drops_at("TEXT"):
                self.connection.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                raise Dropped
            time.sleep(self.peer.script.get("delay", {}).get("TEXT", 0))
            self.receive()
        if self.buffer.startswith(b".\r\n"):
            data, self.buffer = b"", self.buffer[3:]
        else:
            data, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
            data += b"\r\n"
        return data[1:].replace(b"\r\n..", b"\r\n.") if data.startswith(b"..") \
            else data.replace(b"\r\n..", b"\r\n.")

    def command(self, line):
        words = line.split(" ")
        verb = words[0].upper()
        self.peer.note(event="command", line="AUTH" if verb == "AUTH" else line)
        if verb in ("EHLO", "HELO"):
            self.hello()
        elif verb == "STARTTLS":
            if self.answer("STARTTLS", "220 2.0.0 go ahead"):
                self.secure()
        elif verb == "AUTH":
            self.login(words)
        elif verb == "MAIL":
            usual = "250 2.1.0 sender fine"
            if "auth" in self.peer.script and not self.is_logged_in:
                usual = "530 5.7.0 log in first"
            if self.answer("MAIL", usual):
                path, _, self.parameters = line[len("MAIL FROM:"):].partition(" ")
                self.sender = path
                self.recipients = []
        elif verb == "RCPT":
            if self.answer("RCPT", "250 2.1.5 recipient fine"):
                self.recipients.append(line[len("RCPT TO:"):])
        elif verb == "DATA":
            if self.answer("DATA", "354 go on"):
                data = self.text()
                kept = self.peer.script.get("keep_data", True)
                self.peer.note(
                    event="mail", tls=self.is_tls, parameters=self.parameters,
                    **{"from": self.sender, "to": self.recipients,
                       "data": base64.b64encode(data).decode() if kept else ""})
                self.answer("END", "250 2.0.0 taken")
        elif verb == "QUIT":
            self.answer("QUIT", "221 2.0.0 bye")
            return False
        elif verb in ("NOOP", "RSET"):
            self.answer(verb, "250 2.0.0 fine")
        else:
            self.answer(verb, "502 5.5.1 unknown")
        return True


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--script", default="{}", help="the script, as JSON")
    arguments.add_argument("--received", required=True, help="file for what is received")
    options = arguments.parse_args()
    peer = Peer(json.loads(options.script), options.received)
    listener = socket.socket()
    if "receive_buffer" in peer.script:
        # Connections have it from the listening socket.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, peer.script["receive_buffer"])
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    print("port", listener.getsockname()[1], flush=True)

    def accept():
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(
                target=Conversation(peer, connection).run, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
