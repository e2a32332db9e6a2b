#include "session.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// MARK: The mail

// The parts are given as bytes and not by a callback: libcurl asks a callback once for each block
// that it sends, for 256 bytes, and each block is a packet.
static curl_mime *make_mime(mt_session *session, const mt_mail *mail)
{
    curl_mime *mime = curl.curl_mime_init(session->handle);
    if (mime == NULL) return NULL;
    for (size_t index = 0; index < mail->part_count; index++) {
        const mt_part *given = &mail->parts[index];
        curl_mimepart *part = curl.curl_mime_addpart(mime);
        if (part == NULL
            || curl.curl_mime_data(part, given->bytes, given->length) != CURLE_OK
            || curl.curl_mime_type(part, given->type) != CURLE_OK
            || curl.curl_mime_encoder(part, given->encoder) != CURLE_OK) {
            curl.curl_mime_free(mime);
            return NULL;
        }
    }
    return mime;
}

static struct curl_slist *make_list(const char *const *texts, size_t count)
{
    struct curl_slist *list = NULL;
    for (size_t index = 0; index < count; index++) {
        struct curl_slist *longer = curl.curl_slist_append(list, texts[index]);
        if (longer == NULL) {
            curl.curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

// MARK: The attempt

CURLcode perform(mt_session *session)
{
    if (curl.curl_multi_add_handle(session->multi, session->handle) != CURLM_OK) {
        return CURLE_FAILED_INIT;
    }
    CURLcode result = CURLE_FAILED_INIT;
    int running = 1;
    while (curl.curl_multi_perform(session->multi, &running) == CURLM_OK && running > 0) {
        int64_t rest = session->stage_start + session->settings.limits[session->stage] + 1
                       - now_milliseconds();
        // No longer than a second, so that a wish to stop is heard.
        int wait = rest < 0 ? 0 : rest > 1000 ? 1000 : (int)rest;
        struct curl_waitfd other = {.events = CURL_WAIT_POLLIN};
        unsigned others = session->listener != NULL ? 1 : 0;
        if (others > 0) other.fd = listener_socket(session->listener);
        // A transfer that is left before its end would still send the dot: going on is all there is.
        if (curl.curl_multi_poll(session->multi, &other, others, wait, NULL) != CURLM_OK) {
            nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        }
        if (others > 0) serve(session->listener);
    }
    int left = 0;
    CURLMsg *message;
    while ((message = curl.curl_multi_info_read(session->multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) result = message->data.result;
    }
    curl.curl_multi_remove_handle(session->multi, session->handle);
    return result;
}

static mt_cause cause_of(CURLcode result, const mt_session *session)
{
    if (session->cause != MT_CAUSE_NONE) return session->cause;
    switch (result) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM: return MT_CAUSE_INSECURE;
    case CURLE_LOGIN_DENIED: return MT_CAUSE_LOGIN_REFUSED;
    case CURLE_OPERATION_TIMEDOUT: return MT_CAUSE_TIME;
    default: return MT_CAUSE_NONE;
    }
}

static mt_report attempt(mt_session *session, const mt_mail *mail)
{
    session->mail = mail;
    session->sent_length = 0;
    session->closing_length = 0;
    session->is_quitting = false;
    session->is_new_connection = false;
    session->cause = MT_CAUSE_NONE;
    session->error_text[0] = 0;
    begin_stage(session, MT_STAGE_CONNECT);
    CURLcode result = perform(session);
    mt_report report = {0};
    report.cause = cause_of(result, session);
    report.stage = session->stage;
    // Any answer of the kind to the mail's end takes it, whatever libcurl expects.
    bool is_taken = session->stage == MT_STAGE_END && session->code / 100 == 2;
    report.is_sent = mail == NULL ? result == CURLE_OK : is_taken;
    report.code = session->code;
    report.reply = session->reply;
    report.is_new_connection = session->is_new_connection;
    report.detail = session->error_text;
    if (session->error_text[0] == 0 && result != CURLE_OK) {
        report.detail = curl.curl_easy_strerror(result);
    }
    report.error = (int32_t)result;
    long system_error = 0;
    curl.curl_easy_getinfo(session->handle, CURLINFO_OS_ERRNO, &system_error);
    report.system_error = (int32_t)system_error;
    session->mail = NULL;
    return report;
}

static mt_report out_of_memory(void)
{
    mt_report report = {0};
    report.reply = "";
    report.detail = "out of memory";
    report.error = CURLE_OUT_OF_MEMORY;
    return report;
}

mt_report mt_connect(mt_session *session)
{
    curl.curl_easy_setopt(session->handle, CURLOPT_MIMEPOST, NULL);
    curl.curl_easy_setopt(session->handle, CURLOPT_MAIL_RCPT, NULL);
    curl.curl_easy_setopt(session->handle, CURLOPT_HTTPHEADER, NULL);
    curl.curl_easy_setopt(session->handle, CURLOPT_CUSTOMREQUEST, "NOOP");
    mt_report report = attempt(session, NULL);
    curl.curl_easy_setopt(session->handle, CURLOPT_CUSTOMREQUEST, NULL);
    return report;
}

mt_report mt_send(mt_session *session, const mt_mail *mail)
{
    curl_mime *mime = make_mime(session, mail);
    struct curl_slist *headers = make_list(mail->headers, mail->header_count);
    struct curl_slist *recipients = make_list(&mail->to, 1);
    mt_report report = out_of_memory();
    if (mime != NULL && headers != NULL && recipients != NULL
        && curl.curl_easy_setopt(session->handle, CURLOPT_MAIL_FROM, mail->from) == CURLE_OK) {
        curl.curl_easy_setopt(session->handle, CURLOPT_MAIL_RCPT, recipients);
        curl.curl_easy_setopt(session->handle, CURLOPT_HTTPHEADER, headers);
        curl.curl_easy_setopt(session->handle, CURLOPT_MIMEPOST, mime);
        report = attempt(session, mail);
        curl.curl_easy_setopt(session->handle, CURLOPT_MIMEPOST, NULL);
        curl.curl_easy_setopt(session->handle, CURLOPT_HTTPHEADER, NULL);
        curl.curl_easy_setopt(session->handle, CURLOPT_MAIL_RCPT, NULL);
    }
    if (mime != NULL) curl.curl_mime_free(mime);
    curl.curl_slist_free_all(headers);
    curl.curl_slist_free_all(recipients);
    return report;
}
