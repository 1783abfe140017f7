#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int limit(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return errno;
    // What this process itself was given is never raised.
    struct rlimit value = {soft < now.rlim_max ? soft : now.rlim_max, hard < now.rlim_max ? hard : now.rlim_max};
    return setrlimit(resource, &value) == 0 ? 0 : errno;
}

int isolation_limit(const struct isolation_limits *limits) {
    int code;
    rlim_t seconds = limits->processor_seconds;
    if ((code = limit(RLIMIT_CORE, 0, 0)) != 0 ||
        (code = limit(RLIMIT_FSIZE, limits->file_bytes, limits->file_bytes)) != 0 ||
        (code = limit(RLIMIT_NOFILE, limits->descriptors, limits->descriptors)) != 0 ||
        // SIGXCPU, and SIGKILL for a program that goes on.
        (code = limit(RLIMIT_CPU, seconds, seconds + 1)) != 0)
        return code;
#ifndef IS_SANITIZED
    if ((code = limit(RLIMIT_AS, limits->memory_bytes, limits->memory_bytes)) != 0) return code;
    // Counted over all processes of the user, this one among them: with 1 there is never room for another.
    if (!limits->may_start_processes && (code = limit(RLIMIT_NPROC, 1, 1)) != 0) return code;
#endif
    return 0;
}

uint32_t isolation_confine(pid_t parent, const char *writable_folder) {
    uint32_t refused = 0;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) refused |= ISOLATION_PARENT_DEATH;
    // Too late for a parent that has died already.
    if (getppid() != parent) _exit(127);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) refused |= ISOLATION_NO_NEW_PRIVS;
    if (isolation_install_landlock(writable_folder) != 0) refused |= ISOLATION_LANDLOCK;
    if (isolation_install_filter() != 0) refused |= ISOLATION_SECCOMP;
    return refused;
}
