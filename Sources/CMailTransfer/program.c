#define _GNU_SOURCE
#include "CMailTransfer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(file, bytes, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes += count;
        length -= (size_t)count;
    }
    return lseek(file, 0, SEEK_SET) == 0;
}

static int start(
    pid_t *child, const char *path, const char *const *arguments, int input, int error)
{
    static char *const variables[] = {
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    // A group of its own: Ctrl-C stops what comes after this mail, not this mail.
    posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGPIPE);
    sigaddset(&signals, SIGCHLD);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int result =
        posix_spawn(child, path, &actions, &attributes, (char *const *)arguments, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result;
}

// Where the parent had SIGCHLD ignored, ends of children would be forgotten before they are asked for.
static void keep_ends_of_children(void)
{
    struct sigaction action;
    if (sigaction(SIGCHLD, NULL, &action) == 0 && action.sa_handler == SIG_IGN) {
        signal(SIGCHLD, SIG_DFL);
    }
}

// Waits for the end of a child; false: the time is up. `seen` says whether its end could be asked for.
static bool wait_for(pid_t child, int64_t end, int *status, bool *seen)
{
    int watched = (int)syscall(SYS_pidfd_open, child, 0);
    while (true) {
        pid_t result = waitpid(child, status, WNOHANG);
        *seen = result == child;
        if (*seen || (result < 0 && errno != EINTR)) break;
        int64_t rest = end - now();
        if (rest <= 0) {
            if (watched >= 0) close(watched);
            return false;
        }
        // Without a descriptor for the child (before Linux 5.3), it is looked at often.
        int64_t longest = watched >= 0 ? 60000 : 10;
        struct pollfd one = {.fd = watched, .events = POLLIN};
        poll(&one, watched >= 0 ? 1 : 0, (int)(rest < longest ? rest : longest));
    }
    if (watched >= 0) close(watched);
    return true;
}

mt_ending mt_run(
    const char *path, const char *const *arguments, const char *bytes, size_t length,
    int64_t limit, char *error_text, size_t capacity)
{
    mt_ending ending = {.kind = MT_ENDING_UNSTARTED};
    error_text[0] = 0;
    // Files in memory rather than pipes: nobody waits for anybody, whatever the program reads.
    int input = memfd_create("mail", MFD_CLOEXEC);
    int error = memfd_create("error", MFD_CLOEXEC);
    pid_t child = 0;
    if (input < 0 || error < 0 || !write_all(input, bytes, length)) {
        ending.number = errno;
    } else {
        keep_ends_of_children();
        ending.number = start(&child, path, arguments, input, error);
        int status = 0;
        bool seen = false;
        if (ending.number != 0) {
            // It has not begun.
        } else if (!wait_for(child, now() + limit, &status, &seen)) {
            ending.kind = MT_ENDING_LATE;
            kill(-child, SIGKILL);
            while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
        } else if (!seen) {
            ending.kind = MT_ENDING_UNSEEN;
        } else if (WIFSIGNALED(status)) {
            ending.kind = MT_ENDING_SIGNAL;
            ending.number = WTERMSIG(status);
        } else {
            ending.kind = MT_ENDING_STATUS;
            ending.number = WEXITSTATUS(status);
        }
        ssize_t count = pread(error, error_text, capacity - 1, 0);
        error_text[count > 0 ? count : 0] = 0;
    }
    if (input >= 0) close(input);
    if (error >= 0) close(error);
    return ending;
}
