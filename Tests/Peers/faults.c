/* Faults on demand, loaded into the program under test before its libraries (LD_PRELOAD).

   MUSTER_FAULT   RULE[,RULE...], each CALLS:NUMBER:ACTION[:PATH]
                  CALLS   write, sync, rename, open, unlink, truncate, mkdir, or any of these; and
                          read, look (opening something to read it) and send
                  NUMBER  the n-th such call, from 1; "n+": that one and all after it but those
                  of standard output and error, so that what went wrong can be said
                  ACTION  kill (before the call), after (killed after it), tear (half of a write,
                          then killed), short (half of a write), eio, enospc, edquot, eacces, erofs,
                          emfile, eintr
                  PATH    counts calls only on files whose path contains this
   MUSTER_DISK    BYTES:PATH: writes to such files fail with ENOSPC once they have taken so many
   MUSTER_CLOCK   SECONDS[@N]: the wall clock is ahead by so many seconds (behind: -SECONDS), from
                  the N-th look at it on
   MUSTER_PEAK    a file that gets what was the most memory in use, in KiB, when the program ends
   MUSTER_CALLS   a file that gets a line "CALL PATH" for each call that any counts, in order
   MUSTER_READS   the same for read and look

   Only a program called muster is meddled with, not the shell that starts it. Standard output and
   error count under the paths that they lead to. Calls of several threads are counted in the order
   in which they come. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum call { WRITE, SYNC, RENAME, OPEN, UNLINK, TRUNCATE, MKDIR, READ, LOOK, SEND, ANY };
static const char *const call_names[] = {"write",    "sync",  "rename", "open", "unlink", "truncate",
                                         "mkdir", "read", "look",   "send", "any"};
enum action { NONE, KILL, AFTER, TEAR, SIGNAL, SHORT, FAIL };

struct rule {
    enum call call;
    long number;
    int and_later;
    enum action action;
    int error;
    const char *path;
    atomic_long seen;
};

static struct rule rules[8];
static int rule_count;
static long long disk_bytes = -1;
static const char *disk_path;
static atomic_llong disk_taken;
static long long clock_offset;
static long clock_from;
static atomic_long clock_looks;
static int calls_log = -1;
static const char *peak_file;
static int reads_log = -1;

static const struct {
    const char *name;
    enum action action;
    int error;
} action_names[] = {
    {"kill", KILL, 0},         {"after", AFTER, 0},         {"tear", TEAR, 0},
    {"short", SHORT, 0},       {"eio", FAIL, EIO},          {"enospc", FAIL, ENOSPC},
    {"edquot", FAIL, EDQUOT},  {"eacces", FAIL, EACCES},    {"erofs", FAIL, EROFS},
    {"emfile", FAIL, EMFILE},  {"eintr", FAIL, EINTR},      {"term", SIGNAL, SIGTERM},
    {"int", SIGNAL, SIGINT},
};

static void complain(const char *what) {
    dprintf(2, "faults: cannot read \"%s\"\n", what);
    _exit(99);
}

static void add_rule(char *text) {
    if (rule_count == 8) complain("more than eight rules");
    struct rule *rule = &rules[rule_count++];
    char *rest = text;
    const char *call = strsep(&rest, ":");
    char *number = strsep(&rest, ":");
    const char *action = strsep(&rest, ":");
    if (!action) complain(text);
    rule->path = rest;
    int known = 0;
    for (int i = 0; i <= ANY; i++)
        if (!strcmp(call, call_names[i])) rule->call = (enum call)i, known = 1;
    if (!known) complain(call);
    rule->number = strtol(number, &number, 10);
    rule->and_later = *number == '+';
    for (size_t i = 0; i < sizeof action_names / sizeof *action_names; i++)
        if (!strcmp(action, action_names[i].name))
            rule->action = action_names[i].action, rule->error = action_names[i].error;
    if (rule->action == NONE || rule->number < 1) complain(action);
}

static int log_of(const char *variable) {
    const char *path = getenv(variable);
    if (!path) return -1;
    return (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                        0600);
}

__attribute__((constructor)) static void begin(void) {
    if (strcmp(program_invocation_short_name, "muster")) return;
    const char *text = getenv("MUSTER_FAULT");
    if (text && *text) {
        char *copy = strdup(text), *rule;
        while ((rule = strsep(&copy, ","))) add_rule(rule);
    }
    if ((text = getenv("MUSTER_DISK"))) {
        char *end;
        disk_bytes = strtoll(text, &end, 10);
        disk_path = *end == ':' ? end + 1 : "";
    }
    if ((text = getenv("MUSTER_CLOCK"))) {
        char *end;
        clock_offset = strtoll(text, &end, 10);
        clock_from = *end == '@' ? strtol(end + 1, NULL, 10) : 0;
    }
    peak_file = getenv("MUSTER_PEAK");
    calls_log = log_of("MUSTER_CALLS");
    reads_log = log_of("MUSTER_READS");
}

__attribute__((destructor)) static void finish(void) {
    if (!peak_file) return;
    FILE *status = fopen("/proc/self/status", "r"), *peak = fopen(peak_file, "w");
    char line[256];
    while (status && peak && fgets(line, sizeof line, status))
        if (!strncmp(line, "VmHWM:", 6)) fprintf(peak, "%ld\n", strtol(line + 6, NULL, 10));
    if (peak) fclose(peak);
}

static void path_of(int descriptor, char path[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
    path[length < 0 ? 0 : length] = 0;
}

static void die(void) {
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    for (;;) syscall(SYS_pause);
}

static int is_stream(const char *path) {
    return !strncmp(path, "pipe:", 5) || !strncmp(path, "/dev/", 5);
}

/* What is to become of this call: an action, and the error of a failing one in *error. */
static enum action fate(enum call call, const char *path, int *error) {
    int log = call == READ || call == LOOK ? reads_log : call == SEND ? -1 : calls_log;
    if (log >= 0) {
        char line[4200];
        int length = snprintf(line, sizeof line, "%s %s\n", call_names[call], path);
        syscall(SYS_write, log, line, (size_t)length);
    }
    for (int i = 0; i < rule_count; i++) {
        struct rule *rule = &rules[i];
        int counts = rule->call == call || (rule->call == ANY && call < READ);
        if (!counts || (rule->path && !strstr(path, rule->path))) continue;
        long seen = atomic_fetch_add(&rule->seen, 1) + 1;
        int is_later = rule->and_later && seen > rule->number && !is_stream(path);
        if (seen != rule->number && !is_later) continue;
        *error = rule->error;
        if (rule->action == SIGNAL) kill(getpid(), rule->error);
        return rule->action == SIGNAL ? NONE : rule->action;
    }
    return NONE;
}

static int is_watched(void) { 
    return rule_count > 0 || disk_bytes >= 0 || calls_log >= 0 || reads_log >= 0;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* How much of a write may be done: all of it, or fewer bytes; -1 with errno where none may. */
static ssize_t allowed(int descriptor, size_t count, int *dies) {
    char path[4096];
    int error = 0;
    path_of(descriptor, path);
    *dies = 0;
    switch (fate(WRITE, path, &error)) {
    case KILL: die(); break;
    case AFTER: *dies = 1; break;
    case TEAR: *dies = 1; return (ssize_t)(count / 2);
    case SHORT: return count > 1 ? (ssize_t)(count / 2) : (ssize_t)count;
    case FAIL: errno = error; return -1;
    default: break;
    }
    if (disk_bytes >= 0 && strstr(path, disk_path)) {
        long long taken = atomic_fetch_add(&disk_taken, (long long)count);
        if (taken + (long long)count > disk_bytes) {
            long long left = disk_bytes - taken;
            if (left > 0) return (ssize_t)left;
            errno = ENOSPC;
            return -1;
        }
    }
    return (ssize_t)count;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    REAL(write);
    if (!is_watched()) return real(descriptor, bytes, count);
    int dies;
    ssize_t length = allowed(descriptor, count, &dies);
    if (length < 0) return -1;
    ssize_t done = real(descriptor, bytes, (size_t)length);
    if (dies) die();
    return done;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    REAL(writev);
    if (!is_watched()) return real(descriptor, parts, count);
    size_t whole = 0;
    for (int i = 0; i < count; i++) whole += parts[i].iov_len;
    int dies;
    ssize_t length = allowed(descriptor, whole, &dies);
    if (length < 0) return -1;
    ssize_t done = (size_t)length == whole ? real(descriptor, parts, count)
                                           : real(descriptor, parts, count > 1 ? count / 2 : 1);
    if (dies) die();
    return done;
}

#define PWRITE(name, offset_type) \
    ssize_t name(int descriptor, const void *bytes, size_t count, offset_type offset) { \
        REAL(name); \
        if (!is_watched()) return real(descriptor, bytes, count, offset); \
        int dies; \
        ssize_t length = allowed(descriptor, count, &dies); \
        if (length < 0) return -1; \
        ssize_t done = real(descriptor, bytes, (size_t)length, offset); \
        if (dies) die(); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* A call without a length: done, failed, or the death of the process before or after it. */
#define PLAIN(call, path, invocation) \
    do { \
        int error = 0; \
        enum action action = fate(call, path, &error); \
        if (action == KILL || action == TEAR) die(); \
        if (action == FAIL) { \
            errno = error; \
            return -1; \
        } \
        __typeof__(invocation) result = invocation; \
        if (action == AFTER) die(); \
        return result; \
    } while (0)

#define ON_DESCRIPTOR(call, name, parameters, arguments) \
    int name parameters { \
        REAL(name); \
        if (!is_watched()) return real arguments; \
        char path[4096]; \
        path_of(descriptor, path); \
        PLAIN(call, path, real arguments); \
    }
ON_DESCRIPTOR(SYNC, fsync, (int descriptor), (descriptor))
ON_DESCRIPTOR(SYNC, fdatasync, (int descriptor), (descriptor))
ON_DESCRIPTOR(TRUNCATE, ftruncate, (int descriptor, off_t length), (descriptor, length))
ON_DESCRIPTOR(TRUNCATE, ftruncate64, (int descriptor, off64_t length), (descriptor, length))

#define ON_PATH(call, name, parameters, arguments, shown) \
    int name parameters { \
        REAL(name); \
        if (!is_watched()) return real arguments; \
        PLAIN(call, shown, real arguments); \
    }
ON_PATH(RENAME, rename, (const char *from, const char *to), (from, to), to)
ON_PATH(UNLINK, unlink, (const char *path), (path), path)
ON_PATH(UNLINK, rmdir, (const char *path), (path), path)
ON_PATH(UNLINK, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), path)
ON_PATH(MKDIR, mkdir, (const char *path, mode_t mode), (path, mode), path)
ON_PATH(RENAME, link, (const char *from, const char *to), (from, to), to)
ON_PATH(RENAME, linkat,
        (int folder, const char *from, int other, const char *to, int flags),
        (folder, from, other, to, flags), to)

/* Opening is looking where it neither makes nor changes anything. */
#define IS_WRITING(flags) (((flags)&O_ACCMODE) != O_RDONLY || ((flags)&O_CREAT))
#define OPENING(name, parameters, last, arguments, path) \
    int name parameters { \
        REAL(name); \
        mode_t mode = 0; \
        if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) { \
            va_list rest; \
            va_start(rest, last); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        if (!is_watched()) return real arguments; \
        PLAIN(IS_WRITING(flags) ? OPEN : LOOK, path, real arguments); \
    }
OPENING(open, (const char *path, int flags, ...), flags, (path, flags, mode), path)
OPENING(open64, (const char *path, int flags, ...), flags, (path, flags, mode), path)
OPENING(openat, (int folder, const char *path, int flags, ...), flags, (folder, path, flags, mode),
        path)
OPENING(openat64, (int folder, const char *path, int flags, ...), flags,
        (folder, path, flags, mode), path)

#define READING(name, parameters, arguments) \
    ssize_t name parameters { \
        REAL(name); \
        if (!is_watched()) return real arguments; \
        char path[4096]; \
        path_of(descriptor, path); \
        int error = 0; \
        enum action action = fate(READ, path, &error); \
        if (action == FAIL) { \
            errno = error; \
            return -1; \
        } \
        if (action == KILL) die(); \
        if (action == SHORT && count > 1) count /= 2; \
        return real arguments; \
    }
READING(read, (int descriptor, void *bytes, size_t count), (descriptor, bytes, count))
READING(pread, (int descriptor, void *bytes, size_t count, off_t offset),
        (descriptor, bytes, count, offset))
READING(pread64, (int descriptor, void *bytes, size_t count, off64_t offset),
        (descriptor, bytes, count, offset))

ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    REAL(send);
    int error = 0;
    switch (rule_count ? fate(SEND, "", &error) : NONE) {
    case KILL: die(); break;
    case AFTER: real(descriptor, bytes, count, flags); die(); break;
    case TEAR: real(descriptor, bytes, count / 2, flags); die(); break;
    case SHORT: return real(descriptor, bytes, count > 1 ? count / 2 : count, flags);
    case FAIL: errno = error; return -1;
    default: break;
    }
    return real(descriptor, bytes, count, flags);
}

/* The wall clock; clocks that only measure stay as they are. */
static long long ahead(void) {
    if (!clock_offset) return 0;
    return atomic_fetch_add(&clock_looks, 1) + 1 >= clock_from ? clock_offset : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += ahead();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int result = (int)syscall(SYS_gettimeofday, now, zone);
    if (result == 0) now->tv_sec += ahead();
    return result;
}

time_t time(time_t *stored) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (stored) *stored = now.tv_sec;
    return now.tv_sec;
}
