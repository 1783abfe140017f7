#define _GNU_SOURCE
#include "CIsolation.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

ssize_t isolation_feed(int descriptor, const void *bytes, size_t count) {
    sigset_t broken_pipe, before, pending;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
    ssize_t written = write(descriptor, bytes, count);
    int code = errno;
    // The signal goes to the thread that wrote, and waits there; one that waited before is not ours to take.
    if (written < 0 && code == EPIPE && !sigismember(&pending, SIGPIPE)) {
        struct timespec now = {0, 0};
        while (sigtimedwait(&broken_pipe, NULL, &now) < 0 && errno == EINTR) continue;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return written;
}

bool isolation_has_ended(pid_t child) {
    siginfo_t info = {.si_pid = 0};
    return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ? errno != EINTR : info.si_pid == child;
}

static uint64_t microseconds(struct timeval time) {
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

int isolation_reap(pid_t child, struct isolation_usage *usage) {
    struct rusage used;
    while (wait4(child, &usage->status, 0, &used) != child)
        if (errno != EINTR) return errno;
    usage->processor_microseconds = microseconds(used.ru_utime) + microseconds(used.ru_stime);
    usage->peak_memory_bytes = (uint64_t)used.ru_maxrss * 1024;
    return 0;
}
