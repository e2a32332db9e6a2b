// Sends mail through libcurl, which is loaded when the first session is opened.
//
// No function here is variadic and none of libcurl's types is seen. Every text is NUL-terminated
// UTF-8 without control characters, but for the bodies of parts; whoever calls has seen to that.

#ifndef CMAILTRANSFER_H
#define CMAILTRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    MT_LIBRARY_USABLE = 0,
    MT_LIBRARY_MISSING,
    // It is there, but older than 7.80.
    MT_LIBRARY_TOO_OLD
} mt_library;

// Whether libcurl can be used; it is loaded when this is first asked.
mt_library mt_load(void);

// Version of the libcurl that was loaded, such as `7.88.1`; NULL: none can be used.
const char *mt_library_version(void);

// How far a connection and the mail on it have come: what was said last to the server.
typedef enum {
    MT_STAGE_CONNECT = 0,
    MT_STAGE_GREETING,
    MT_STAGE_EHLO,
    MT_STAGE_STARTTLS,
    // The handshake of TLS.
    MT_STAGE_TLS,
    MT_STAGE_AUTH,
    MT_STAGE_MAIL,
    MT_STAGE_RCPT,
    MT_STAGE_DATA,
    // The mail's bytes are on their way.
    MT_STAGE_TEXT,
    // The mail's bytes were all given to the system: the dot may have been sent.
    MT_STAGE_END,
    MT_STAGE_COUNT
} mt_stage;

// What ended the attempt, if it was not the server or the network.
typedef enum {
    MT_CAUSE_NONE = 0,
    MT_CAUSE_STOPPED,
    MT_CAUSE_TIME,
    // The mail needs SMTPUTF8, which the server does not offer.
    MT_CAUSE_UTF8_MISSING,
    // There is a user, and the server offers no way to log in.
    MT_CAUSE_LOGIN_MISSING,
    // TLS failed, or was not offered.
    MT_CAUSE_INSECURE,
    // The user or the password was refused.
    MT_CAUSE_LOGIN_REFUSED
} mt_cause;

enum {
    MT_OFFERS_UTF8 = 1,
    MT_OFFERS_AUTH = 2,
    MT_OFFERS_STARTTLS = 4
};

typedef struct {
    // `smtp://host:port/hello` or `smtps://...`.
    const char *url;
    // NULL: nobody logs in.
    const char *user;
    const char *password;
    // File with the trusted certificates; NULL: the system's.
    const char *authorities;
    // Whether a connection must be secured with STARTTLS.
    bool requires_tls;
    // Time that a stage may take, in milliseconds; of MT_STAGE_TEXT, between two blocks.
    int64_t limits[MT_STAGE_COUNT];
    // Asked again and again with `context`: whether what has not come to DATA is to be given up.
    bool (*is_stopping)(void *context);
    void *context;
} mt_settings;

typedef struct {
    const char *bytes;
    size_t length;
    // Content-Type.
    const char *type;
    // `7bit`, `quoted-printable` or `base64`.
    const char *encoder;
} mt_part;

typedef struct {
    const char *from;
    const char *to;
    bool needs_utf8;
    // Whole header lines without their ends; a fold is CR LF and a space.
    const char *const *headers;
    size_t header_count;
    const mt_part *parts;
    size_t part_count;
} mt_mail;

typedef struct {
    bool is_sent;
    mt_cause cause;
    mt_stage stage;
    // Code of the answer to what was said last, and its lines, each without the code and ended by
    // LF; 0 and empty: there was no answer.
    int32_t code;
    const char *reply;
    // Whether a connection was opened for this.
    bool is_new_connection;
    // Why, in libcurl's words; empty: there are none.
    const char *detail;
    // libcurl's number and that of the system; 0: none.
    int32_t error;
    int32_t system_error;
} mt_report;

typedef struct mt_session mt_session;

// NULL where memory or libcurl is missing. The settings are copied, `context` must live on.
mt_session *mt_open(const mt_settings *settings);

// Says QUIT if there is a connection, and frees everything.
void mt_close(mt_session *session);

// What the server of the open connection offers; -1: there is no connection.
int32_t mt_offers(const mt_session *session);

// Opens a connection, if there is none, without sending a mail.
mt_report mt_connect(mt_session *session);

// Sends a mail; texts of the report live until the next call.
mt_report mt_send(mt_session *session, const mt_mail *mail);

// Makes the bytes that `mt_send` would send, without the dots that SMTP adds; they live until the
// next call. false: memory ran out, or libcurl could not make them.
bool mt_render(const mt_mail *mail, const char **bytes, size_t *length, void **owner);

// Frees what `mt_render` has left in `owner`.
void mt_free_rendered(void *owner);

typedef enum {
    // `number` is that of the system's error.
    MT_ENDING_UNSTARTED = 0,
    // `number` is the exit status.
    MT_ENDING_STATUS,
    // `number` is that of the signal which ended it.
    MT_ENDING_SIGNAL,
    // The time was up, and it was killed.
    MT_ENDING_LATE,
    // It ended, and somebody else in this process had asked how.
    MT_ENDING_UNSEEN
} mt_ending_kind;

typedef struct {
    mt_ending_kind kind;
    int32_t number;
} mt_ending;

// Runs a program with `bytes` on standard input and none of this process's descriptors and
// variables; no shell is involved. `arguments` begin with the program's name and end with NULL;
// `limit` is in milliseconds. What it says on standard error is put into `error_text`, cut.
mt_ending mt_run(
    const char *path, const char *const *arguments, const char *bytes, size_t length,
    int64_t limit, char *error_text, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
