// A session: one handle of libcurl's, the connection that it keeps, and what was said over it.

#ifndef SESSION_H
#define SESSION_H

#include "CMailTransfer.h"
#include "library.h"

enum {
    REPLY_BYTES_MAX = 2048,
    // Room for the line that ends the last part: a boundary has 70 characters at most (RFC 2046).
    CLOSING_BYTES_MAX = 74
};

struct mt_session {
    CURL *handle;
    CURLM *multi;
    mt_settings settings;
    // Copies of the settings' texts.
    char *texts[4];
    char error_text[CURL_ERROR_SIZE];

    // The connection.
    curl_socket_t socket;
    bool is_connected;
    bool is_logged_in;
    uint32_t offers;

    // The dialogue.
    mt_stage stage;
    int64_t stage_start;
    // Whether QUIT was said: what follows is no answer to anything.
    bool is_quitting;
    // The answer to what was said last; code 0: none yet, or not all of it.
    int32_t code;
    bool is_reply_open;
    char reply[REPLY_BYTES_MAX + 1];
    size_t reply_length;

    // The mail in hand; NULL: none.
    const mt_mail *mail;
    // The line that ends its last part, without its end; empty: nothing was sent yet, or the line is
    // not known.
    char closing[CLOSING_BYTES_MAX];
    size_t closing_length;
    // The last bytes that were sent.
    char sent[2 * CLOSING_BYTES_MAX];
    size_t sent_length;
    bool is_new_connection;
    mt_cause cause;

    // What stands in place of a server (rendering.c); NULL: there is one.
    struct listener *listener;
};

int64_t now_milliseconds(void);

// Notes the beginning of a stage; what was answered before is forgotten.
void begin_stage(mt_session *session, mt_stage stage);

// What is called by libcurl with each line and block that comes and goes.
int note_dialogue(CURL *handle, curl_infotype type, char *bytes, size_t length, void *context);

// Whether the attempt has to end, and notes why.
bool must_end(mt_session *session);

// Performs what the handle is set to, until it is over.
CURLcode perform(mt_session *session);

// The listener of rendering.c: reads what libcurl has sent and answers it.
void serve(struct listener *listener);

// Where the listener hears of libcurl.
int listener_socket(const struct listener *listener);

#endif
