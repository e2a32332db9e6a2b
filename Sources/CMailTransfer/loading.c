#include "CMailTransfer.h"
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>

library curl;

static mt_library state = MT_LIBRARY_MISSING;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) return;
    state = MT_LIBRARY_TOO_OLD;
    library found;
#define FIND(name)                                                                                 \
    *(void **)&found.name = dlsym(handle, #name);                                                  \
    if (found.name == NULL) return;
    LIBRARY_FUNCTIONS(FIND)
#undef FIND
    // 7.80 is the first that asks before it begins on a connection that it has opened.
    if (found.curl_version_info(CURLVERSION_NOW)->version_num < 0x075000) return;
    if (found.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return;
    curl = found;
    state = MT_LIBRARY_USABLE;
}

mt_library mt_load(void)
{
    pthread_once(&once, load);
    return state;
}

const char *mt_library_version(void)
{
    return mt_load() == MT_LIBRARY_USABLE ? curl.curl_version_info(CURLVERSION_NOW)->version : NULL;
}
