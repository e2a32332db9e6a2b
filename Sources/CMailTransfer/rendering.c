// Makes a mail's bytes without a server: libcurl gives them out only by sending, so that they are
// sent over a socket of this process, where this file answers as a server would.

#define _GNU_SOURCE
#include "session.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct listener {
    // Waits for libcurl to connect.
    int listening;
    // Our end of the connection; -1: there is none yet.
    int own;
    char *bytes;
    size_t length;
    size_t capacity;
    // Where the line in hand, or the text, begins.
    size_t start;
    bool is_text;
    bool has_failed;
};

static void say(struct listener *listener, const char *reply)
{
    size_t length = strlen(reply);
    if (send(listener->own, reply, length, MSG_NOSIGNAL) != (ssize_t)length) {
        listener->has_failed = true;
    }
}

static void answer_line(struct listener *listener, const char *line)
{
    if (strncmp(line, "EHLO", 4) == 0) {
        say(listener, "250-muster\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n");
    } else if (strncmp(line, "DATA", 4) == 0) {
        // libcurl waits for the answer to the dot without giving way, so that it has to be there
        // already; it looks at it when it has sent the dot.
        say(listener, "354 go on\r\n250 taken\r\n");
        listener->is_text = true;
    } else {
        say(listener, "250 fine\r\n");
    }
}

static void answer_lines(struct listener *listener)
{
    while (!listener->is_text && !listener->has_failed) {
        char *line = listener->bytes + listener->start;
        char *end = memchr(line, '\n', listener->length - listener->start);
        if (end == NULL) return;
        answer_line(listener, line);
        listener->start = (size_t)(end + 1 - listener->bytes);
    }
}

static void accept_own(struct listener *listener)
{
    while (listener->own < 0) {
        int accepted = accept4(listener->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (accepted < 0) return;
        // The name is open to every process of the machine.
        struct ucred peer = {.pid = 0};
        socklen_t length = sizeof peer;
        if (getsockopt(accepted, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0
            && peer.pid == getpid()) {
            listener->own = accepted;
            say(listener, "220 muster\r\n");
        } else {
            close(accepted);
        }
    }
}

void serve(struct listener *listener)
{
    accept_own(listener);
    while (listener->own >= 0 && !listener->has_failed) {
        if (listener->capacity - listener->length < 16384) {
            size_t capacity = listener->capacity * 2 + 32768;
            char *larger = realloc(listener->bytes, capacity);
            if (larger == NULL) {
                listener->has_failed = true;
                return;
            }
            listener->bytes = larger;
            listener->capacity = capacity;
        }
        ssize_t count = recv(
            listener->own, listener->bytes + listener->length,
            listener->capacity - listener->length - 1, MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        listener->length += (size_t)count;
        listener->bytes[listener->length] = 0;
        if (!listener->is_text) answer_lines(listener);
    }
}

int listener_socket(const struct listener *listener)
{
    return listener->own >= 0 ? listener->own : listener->listening;
}

// Listens under a name that the system finds, and that no file has; puts it into `name`.
static int listen_somewhere(char *name, size_t capacity)
{
    int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0) return -1;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t length = sizeof address.sun_family;
    if (bind(listening, (struct sockaddr *)&address, length) == 0 && listen(listening, 8) == 0) {
        length = sizeof address;
        if (getsockname(listening, (struct sockaddr *)&address, &length) == 0) {
            size_t count = length - offsetof(struct sockaddr_un, sun_path);
            // The first byte is the NUL that marks such names.
            if (count > 1 && count <= capacity) {
                memcpy(name, address.sun_path + 1, count - 1);
                name[count - 1] = 0;
                return listening;
            }
        }
    }
    close(listening);
    return -1;
}

// Takes out what SMTP adds: the dots before dots that begin a line, and the last line.
static bool remove_dots(struct listener *listener, size_t *length)
{
    static const char end[] = "\r\n.\r\n";
    char *text = listener->bytes + listener->start;
    size_t count = listener->length - listener->start;
    char *last = NULL;
    if (count >= sizeof end - 1) last = memmem(text, count, end, sizeof end - 1);
    if (!listener->is_text || last == NULL) return false;
    count = (size_t)(last - text) + 2;
    size_t to = 0;
    // The line end that was read up to here: 2 after CR LF, and at the beginning.
    int line_end = 2;
    for (size_t from = 0; from < count; from++) {
        char byte = text[from];
        bool is_added = line_end == 2 && byte == '.';
        line_end = byte == '\r' ? 1 : byte == '\n' && line_end == 1 ? 2 : 0;
        if (!is_added) text[to++] = byte;
    }
    *length = to;
    return true;
}

bool mt_render(const mt_mail *mail, const char **bytes, size_t *length, void **owner)
{
    mt_settings settings = {.url = "smtp://127.0.0.1:25/muster"};
    for (int stage = 0; stage < MT_STAGE_COUNT; stage++) settings.limits[stage] = 60000;
    struct listener listener = {.own = -1};
    char name[sizeof((struct sockaddr_un *)NULL)->sun_path];
    *owner = NULL;
    listener.listening = listen_somewhere(name, sizeof name);
    if (listener.listening < 0) return false;
    mt_session *session = mt_open(&settings);
    bool is_made = false;
    if (session != NULL) {
        session->listener = &listener;
        curl.curl_easy_setopt(session->handle, CURLOPT_ABSTRACT_UNIX_SOCKET, name);
        mt_report report = mt_send(session, mail);
        serve(&listener);
        is_made = report.is_sent && !listener.has_failed && remove_dots(&listener, length);
    }
    mt_close(session);
    close(listener.listening);
    if (listener.own >= 0) close(listener.own);
    if (!is_made) {
        free(listener.bytes);
        return false;
    }
    *owner = listener.bytes;
    *bytes = listener.bytes + listener.start;
    return true;
}

void mt_free_rendered(void *owner) { free(owner); }
