#include "session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Attempts to open a connection before the next address of the host is tried: about 15 seconds.
static const int connection_attempts = 3;
// Time for an answer to QUIT.
static const int64_t farewell_milliseconds = 2000;

int64_t now_milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

// MARK: What libcurl calls

static curl_socket_t open_socket(
    void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    mt_session *session = context;
    curl_socket_t opened =
        socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (opened < 0) return CURL_SOCKET_BAD;
    setsockopt(
        opened, IPPROTO_TCP, TCP_SYNCNT, &connection_attempts, sizeof connection_attempts);
    session->socket = opened;
    session->is_connected = false;
    session->is_logged_in = false;
    session->is_new_connection = true;
    session->offers = 0;
    // A host's other addresses share the time that connecting may take.
    if (session->stage != MT_STAGE_CONNECT || session->is_quitting) {
        session->is_quitting = false;
        begin_stage(session, MT_STAGE_CONNECT);
    }
    return opened;
}

static int close_socket(void *context, curl_socket_t socket)
{
    mt_session *session = context;
    if (socket == session->socket) {
        session->socket = CURL_SOCKET_BAD;
        session->is_connected = false;
        session->is_logged_in = false;
        // A connection that had waited too long was left before this attempt began.
        if (session->is_quitting && session->stage == MT_STAGE_CONNECT) {
            session->is_quitting = false;
            begin_stage(session, MT_STAGE_CONNECT);
        }
    }
    return close(socket);
}

static int note_progress(
    void *context, curl_off_t total_in, curl_off_t in, curl_off_t total_out, curl_off_t out)
{
    (void)total_in, (void)in, (void)total_out, (void)out;
    mt_session *session = context;
    if (session->listener != NULL) serve(session->listener);
    if (session->stage == MT_STAGE_CONNECT) {
        curl_off_t connected = 0;
        curl.curl_easy_getinfo(session->handle, CURLINFO_CONNECT_TIME_T, &connected);
        if (connected > 0) begin_stage(session, MT_STAGE_GREETING);
    }
    return must_end(session) ? 1 : 0;
}

// The last moment before a mail is begun, with the server's offers known.
static int permit_request(
    void *context, char *address, char *own_address, int port, int own_port)
{
    (void)address, (void)own_address, (void)port, (void)own_port;
    mt_session *session = context;
    session->is_connected = true;
    if (session->settings.user != NULL && !session->is_logged_in) {
        session->cause = MT_CAUSE_LOGIN_MISSING;
    } else if (session->mail != NULL && session->mail->needs_utf8
               && (session->offers & MT_OFFERS_UTF8) == 0) {
        session->cause = MT_CAUSE_UTF8_MISSING;
    } else if (!must_end(session)) {
        begin_stage(session, MT_STAGE_MAIL);
    }
    return session->cause == MT_CAUSE_NONE ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static size_t ignore_bytes(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes, (void)context;
    return size * count;
}

bool must_end(mt_session *session)
{
    if (session->cause != MT_CAUSE_NONE) return true;
    int64_t passed = now_milliseconds() - session->stage_start;
    if (!session->is_quitting && session->stage < MT_STAGE_DATA && session->settings.is_stopping != NULL
        && session->settings.is_stopping(session->settings.context)) {
        session->cause = MT_CAUSE_STOPPED;
    } else if (session->is_quitting) {
        // What came of the mail is known: a server that does not answer QUIT changes nothing.
        return passed > farewell_milliseconds;
    } else if (passed > session->settings.limits[session->stage]) {
        session->cause = MT_CAUSE_TIME;
    }
    return session->cause != MT_CAUSE_NONE;
}

// MARK: Opening and closing

static bool copy_texts(mt_session *session)
{
    const char **fields[] = {
        &session->settings.url, &session->settings.user, &session->settings.password,
        &session->settings.authorities};
    for (size_t index = 0; index < 4; index++) {
        if (*fields[index] == NULL) continue;
        session->texts[index] = strdup(*fields[index]);
        if (session->texts[index] == NULL) return false;
        *fields[index] = session->texts[index];
    }
    return true;
}

static bool configure(mt_session *session)
{
    const mt_settings *settings = &session->settings;
    bool is_sound = true;
    int64_t longest = 0, connecting = 0;
    for (int stage = 0; stage < MT_STAGE_COUNT; stage++) {
        if (settings->limits[stage] > longest) longest = settings->limits[stage];
        if (stage < MT_STAGE_MAIL) connecting += settings->limits[stage];
    }
#define SET(option, value)                                                                         \
    is_sound =                                                                                     \
        curl.curl_easy_setopt(session->handle, CURLOPT_##option, value) == CURLE_OK && is_sound
    SET(URL, settings->url);
    SET(PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
    // What the environment says of proxies is meant for other programs.
    SET(PROXY, "");
    SET(NOPROXY, "*");
    SET(ERRORBUFFER, session->error_text);
    SET(VERBOSE, 1L);
    SET(DEBUGFUNCTION, note_dialogue);
    SET(DEBUGDATA, session);
    SET(NOPROGRESS, 0L);
    SET(XFERINFOFUNCTION, note_progress);
    SET(XFERINFODATA, session);
    SET(PREREQFUNCTION, permit_request);
    SET(PREREQDATA, session);
    SET(OPENSOCKETFUNCTION, open_socket);
    SET(OPENSOCKETDATA, session);
    SET(CLOSESOCKETFUNCTION, close_socket);
    SET(CLOSESOCKETDATA, session);
    SET(WRITEFUNCTION, ignore_bytes);
    SET(TCP_KEEPALIVE, 1L);
    // Else libcurl puts SIGPIPE aside and back with each step, nine calls a mail; see mt_open.
    SET(NOSIGNAL, 1L);
    // libcurl's own limits stand back behind those of the stages.
    SET(CONNECTTIMEOUT_MS, (long)(connecting + 60000));
    SET(SERVER_RESPONSE_TIMEOUT, (long)(longest / 1000 + 60));
    SET(USE_SSL, settings->requires_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(SSL_VERIFYPEER, 1L);
    SET(SSL_VERIFYHOST, 2L);
    if (settings->authorities != NULL) {
        SET(CAINFO, settings->authorities);
        SET(CAPATH, NULL);
    }
    if (settings->user != NULL) {
        SET(USERNAME, settings->user);
        SET(PASSWORD, settings->password != NULL ? settings->password : "");
    }
    curl.curl_multi_setopt(session->multi, CURLMOPT_MAXCONNECTS, 1L);
#undef SET
    // Where it is known (7.87): giving up does not wait for an answer about the server's name.
    curl.curl_easy_setopt(session->handle, CURLOPT_QUICK_EXIT, 1L);
    return is_sound;
}

// A server that goes away while TLS writes to it is an error of that write, not the end of the process.
static void ignore_broken_pipes(void)
{
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
        signal(SIGPIPE, SIG_IGN);
    }
}

mt_session *mt_open(const mt_settings *settings)
{
    if (mt_load() != MT_LIBRARY_USABLE) return NULL;
    ignore_broken_pipes();
    mt_session *session = calloc(1, sizeof *session);
    if (session == NULL) return NULL;
    session->settings = *settings;
    session->socket = CURL_SOCKET_BAD;
    session->handle = curl.curl_easy_init();
    session->multi = curl.curl_multi_init();
    bool is_sound = session->handle != NULL && session->multi != NULL && copy_texts(session);
    if (!is_sound || !configure(session)) {
        mt_close(session);
        return NULL;
    }
    return session;
}

void mt_close(mt_session *session)
{
    if (session == NULL) return;
    // The connection belongs to the multi handle, which says QUIT, and would wait for the answer.
    if (session->socket != CURL_SOCKET_BAD) shutdown(session->socket, SHUT_RD);
    if (session->multi != NULL) curl.curl_multi_cleanup(session->multi);
    if (session->handle != NULL) curl.curl_easy_cleanup(session->handle);
    for (size_t index = 0; index < 4; index++) {
        if (session->texts[index] == NULL) continue;
        explicit_bzero(session->texts[index], strlen(session->texts[index]));
        free(session->texts[index]);
    }
    free(session);
}

int32_t mt_offers(const mt_session *session)
{
    return session->is_connected ? (int32_t)session->offers : -1;
}
