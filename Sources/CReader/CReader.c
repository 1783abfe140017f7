#define _GNU_SOURCE
#include "CReader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int reader_spawn(const char *path, char *const arguments[], char *const environment[], pid_t *child, int *output) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) goto closed;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) goto actions_only;
    if ((code = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)) == 0 &&
        (code = posix_spawn_file_actions_adddup2(&actions, ends[1], 1)) == 0 &&
        (code = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)) == 0 &&
        (code = posix_spawn_file_actions_addclosefrom_np(&actions, 3)) == 0 &&
        (code = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
        (code = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
        (code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)) == 0)
        code = posix_spawn(child, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
actions_only:
    posix_spawn_file_actions_destroy(&actions);
closed:
    close(ends[1]);
    if (code == 0)
        *output = ends[0];
    else
        close(ends[0]);
    return code;
}

static int limit(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit value = {soft, hard};
    return setrlimit(resource, &value) == 0 ? 0 : errno;
}

// A sanitizer reserves terabytes of address space for itself; with a limit nothing would start.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

static int limit_memory(uint64_t bytes) {
#ifdef IS_SANITIZED
    (void)bytes;
    return 0;
#else
    return limit(RLIMIT_AS, bytes, bytes);
#endif
}

int reader_confine(uint64_t memory_bytes, unsigned seconds) {
    int code;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    if ((code = limit(RLIMIT_CORE, 0, 0)) != 0 || (code = limit(RLIMIT_FSIZE, 0, 0)) != 0 ||
        (code = limit(RLIMIT_CPU, seconds, seconds + 1)) != 0 ||
        (code = limit_memory(memory_bytes)) != 0)
        return code;
    alarm(seconds);
    return 0;
}

int reader_await(pid_t child) {
    siginfo_t info;
    while (waitid(P_PID, child, &info, WEXITED | WNOWAIT) != 0)
        if (errno != EINTR) return errno;
    return 0;
}
