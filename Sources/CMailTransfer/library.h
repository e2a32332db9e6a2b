// libcurl's functions, found at run time.

#ifndef LIBRARY_H
#define LIBRARY_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Each function that is used: its type is the one that libcurl's header declares.
#define LIBRARY_FUNCTIONS(USE)                                                                     \
    USE(curl_global_init)                                                                          \
    USE(curl_version_info)                                                                         \
    USE(curl_easy_init)                                                                            \
    USE(curl_easy_setopt)                                                                          \
    USE(curl_easy_getinfo)                                                                         \
    USE(curl_easy_strerror)                                                                        \
    USE(curl_easy_cleanup)                                                                         \
    USE(curl_multi_init)                                                                           \
    USE(curl_multi_setopt)                                                                         \
    USE(curl_multi_add_handle)                                                                     \
    USE(curl_multi_perform)                                                                        \
    USE(curl_multi_poll)                                                                           \
    USE(curl_multi_info_read)                                                                      \
    USE(curl_multi_remove_handle)                                                                  \
    USE(curl_multi_cleanup)                                                                        \
    USE(curl_slist_append)                                                                         \
    USE(curl_slist_free_all)                                                                       \
    USE(curl_mime_init)                                                                            \
    USE(curl_mime_addpart)                                                                         \
    USE(curl_mime_data)                                                                            \
    USE(curl_mime_type)                                                                            \
    USE(curl_mime_encoder)                                                                         \
    USE(curl_mime_free)

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

typedef struct {
#define DECLARE(name) __typeof__(&name) name;
    LIBRARY_FUNCTIONS(DECLARE)
#undef DECLARE
} library;

// The functions; all NULL until `mt_load` has said that libcurl can be used.
extern library curl;

#endif
