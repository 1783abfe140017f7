#define _GNU_SOURCE
#include "CIsolation.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"

#define TRIED_IN_CHILD \
    (ISOLATION_NO_NEW_PRIVS | ISOLATION_SECCOMP | ISOLATION_LANDLOCK | ISOLATION_PARENT_DEATH)

static pid_t try_in_child(void) {
    sigset_t all, before;
    sigfillset(&all);
    pid_t parent = getpid();
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = vfork();
    if (child == 0) _exit((int)isolation_confine(parent, NULL));
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return child;
}

uint32_t isolation_refused(void) {
    uint32_t refused = 0;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_GET_DUMPABLE) != 0) refused |= ISOLATION_HIDDEN_MEMORY;
    pid_t child = try_in_child();
    struct isolation_usage usage;
    // A child that did not tell had nothing.
    if (child < 0 || isolation_reap(child, &usage) != 0 || !WIFEXITED(usage.status) ||
        (WEXITSTATUS(usage.status) & ~TRIED_IN_CHILD) != 0)
        return refused | TRIED_IN_CHILD;
    return refused | (uint32_t)WEXITSTATUS(usage.status);
}
