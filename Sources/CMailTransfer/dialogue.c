// Follows the dialogue with the server: which command was sent last, what was answered, what is
// offered. Nothing of a login is kept but its answer.

#define _GNU_SOURCE
#include "session.h"

#include <string.h>
#include <strings.h>

void begin_stage(mt_session *session, mt_stage stage)
{
    session->stage = stage;
    session->stage_start = now_milliseconds();
    session->code = 0;
    session->is_reply_open = false;
    session->reply_length = 0;
    session->reply[0] = 0;
}

static bool begins_with(const char *line, size_t length, const char *word)
{
    size_t count = strlen(word);
    return length >= count && strncasecmp(line, word, count) == 0
           && (length == count || line[count] == ' ' || line[count] == '\r' || line[count] == '\n'
               || line[count] == '=');
}

static void note_command(mt_session *session, const char *line, size_t length)
{
    static const struct {
        const char *word;
        mt_stage stage;
    } commands[] = {
        {"EHLO", MT_STAGE_EHLO},         {"HELO", MT_STAGE_EHLO}, {"STARTTLS", MT_STAGE_STARTTLS},
        {"AUTH", MT_STAGE_AUTH},         {"MAIL", MT_STAGE_MAIL}, {"RCPT", MT_STAGE_RCPT},
        {"DATA", MT_STAGE_DATA},         {"NOOP", MT_STAGE_MAIL},
    };
    // What follows AUTH may be anything: it is a part of the login until that was answered.
    bool is_login = session->stage == MT_STAGE_AUTH
                    && (session->code == 0 || session->code / 100 == 3);
    if (is_login) {
        begin_stage(session, MT_STAGE_AUTH);
        return;
    }
    if (begins_with(line, length, "QUIT")) {
        session->is_quitting = true;
        session->stage_start = now_milliseconds();
        return;
    }
    for (size_t index = 0; index < sizeof commands / sizeof *commands; index++) {
        if (!begins_with(line, length, commands[index].word)) continue;
        if (begins_with(line, length, "HELO")) {
            // The second try, after a refused EHLO; if it gets no answer, that one's counts.
            session->stage_start = now_milliseconds();
            return;
        }
        begin_stage(session, commands[index].stage);
        if (session->stage == MT_STAGE_EHLO) session->offers = 0;
        return;
    }
}

static void note_offer(mt_session *session, const char *line, size_t length)
{
    if (begins_with(line, length, "SMTPUTF8")) session->offers |= MT_OFFERS_UTF8;
    if (begins_with(line, length, "AUTH")) session->offers |= MT_OFFERS_AUTH;
    if (begins_with(line, length, "STARTTLS")) session->offers |= MT_OFFERS_STARTTLS;
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static void note_answer(mt_session *session, const char *line, size_t length)
{
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) length--;
    if (length < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return;
    if (session->stage == MT_STAGE_CONNECT) begin_stage(session, MT_STAGE_GREETING);
    // The first answer counts. A server can say farewell behind it without being asked, and a mail
    // that it has taken stays taken.
    if (!session->is_reply_open) {
        if (session->code != 0) return;
        session->reply_length = 0;
    }
    bool is_last = length == 3 || line[3] != '-';
    int32_t code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    const char *text = length > 4 ? line + 4 : line;
    size_t count = length > 4 ? length - 4 : 0;
    if (session->stage == MT_STAGE_EHLO && code == 250) note_offer(session, text, count);
    size_t room = REPLY_BYTES_MAX - session->reply_length;
    if (room > 0) {
        size_t kept = count < room - 1 ? count : room - 1;
        memcpy(session->reply + session->reply_length, text, kept);
        session->reply_length += kept;
        session->reply[session->reply_length++] = '\n';
    }
    session->reply[session->reply_length] = 0;
    session->is_reply_open = !is_last;
    if (!is_last) return;
    session->code = code;
    if (session->stage == MT_STAGE_AUTH && code == 235) session->is_logged_in = true;
    // Time goes on to be counted from here: for the handshake, and for what libcurl does next.
    if (session->stage == MT_STAGE_STARTTLS && code == 220) begin_stage(session, MT_STAGE_TLS);
    if (session->stage == MT_STAGE_DATA && code == 354) begin_stage(session, MT_STAGE_TEXT);
}

// MARK: The text

// Finds out from the first block, which begins with the mail's Content-Type, how the mail ends.
static void note_boundary(mt_session *session, const char *bytes, size_t length)
{
    static const char name[] = "boundary=";
    const char *start = memmem(bytes, length, name, sizeof name - 1);
    if (start == NULL) return;
    start += sizeof name - 1;
    size_t count = 0;
    while (start + count < bytes + length && start[count] != '\r' && start[count] != ';') count++;
    if (count == 0 || count > CLOSING_BYTES_MAX - 4) return;
    memcpy(session->closing, "--", 2);
    memcpy(session->closing + 2, start, count);
    memcpy(session->closing + 2 + count, "--", 2);
    session->closing_length = count + 4;
}

// Whether the line that ends the last part was sent, with this block or before. It stands nowhere
// else: libcurl makes the boundary up.
static bool is_whole(mt_session *session, const char *bytes, size_t length)
{
    if (session->sent_length == 0) note_boundary(session, bytes, length);
    // Where the end cannot be seen, the mail may have been taken at any time.
    if (session->closing_length == 0) return true;
    // Only the last bytes of all blocks together can have it, but for what libcurl adds to a mail.
    size_t room = sizeof session->sent;
    size_t added = length < room ? length : room;
    size_t kept = session->sent_length < room - added ? session->sent_length : room - added;
    memmove(session->sent, session->sent + session->sent_length - kept, kept);
    memcpy(session->sent + kept, bytes + length - added, added);
    session->sent_length = kept + added;
    return memmem(session->sent, session->sent_length, session->closing, session->closing_length)
           != NULL;
}

int note_dialogue(CURL *handle, curl_infotype type, char *bytes, size_t length, void *context)
{
    (void)handle;
    mt_session *session = context;
    if (session->is_quitting) return 0;
    switch (type) {
    case CURLINFO_HEADER_OUT: note_command(session, bytes, length); break;
    case CURLINFO_HEADER_IN: note_answer(session, bytes, length); break;
    case CURLINFO_DATA_OUT:
        begin_stage(session, is_whole(session, bytes, length) ? MT_STAGE_END : MT_STAGE_TEXT);
        break;
    default: break;
    }
    return 0;
}
