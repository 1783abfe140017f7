#define _GNU_SOURCE
#include "CIsolation.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine.h"

#define CLOSE_RANGE 436

// In the child, where a failure is told.
#define REPORT 3

// Above what the child puts in place.
#define OUT_OF_THE_WAY 10

struct pipes {
    /// Each with the end to read from first.
    int input[2], output[2], errors[2], report[2];
};

static void close_both(int ends[2]) {
    for (int end = 0; end < 2; end++) {
        if (ends[end] >= 0) close(ends[end]);
        ends[end] = -1;
    }
}

static void close_all(struct pipes *pipes) {
    close_both(pipes->input);
    close_both(pipes->output);
    close_both(pipes->errors);
    close_both(pipes->report);
}

static int open_pipes(const struct isolation_program *program, struct pipes *pipes) {
    *pipes = (struct pipes){{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    if ((program->has_input && pipe2(pipes->input, O_CLOEXEC) != 0) || pipe2(pipes->output, O_CLOEXEC) != 0 ||
        (program->has_errors && pipe2(pipes->errors, O_CLOEXEC) != 0) || pipe2(pipes->report, O_CLOEXEC) != 0) {
        int code = errno;
        close_all(pipes);
        return code;
    }
    return 0;
}

// MARK: In the child, which shares this process's memory until it executes the program.

static _Noreturn void fail(int report, int code) {
    ssize_t written = write(report, &code, sizeof code);
    (void)written;
    _exit(127);
}

static void reset_signals(void) {
    // The kernel's own structure, of which zeros are the default: glibc's function leaves out what it uses itself.
    unsigned long standard[8] = {0};
    for (int signal = 1; signal < NSIG; signal++) syscall(SYS_rt_sigaction, signal, standard, NULL, (NSIG - 1) / 8);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_from(unsigned first) {
    if (syscall(CLOSE_RANGE, first, ~0U, 0) == 0) return;
    struct rlimit open_files;
    rlim_t end = getrlimit(RLIMIT_NOFILE, &open_files) == 0 ? open_files.rlim_max : 65536;
    if (end > 65536) end = 65536;
    for (unsigned descriptor = first; descriptor < end; descriptor++) close((int)descriptor);
}

/// Puts `descriptor`, or /dev/null where it is -1, in the place of `target`.
static int place(int descriptor, int target) {
    if (descriptor < 0) descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
    return descriptor >= 0 && dup2(descriptor, target) == target ? 0 : errno;
}

static int place_descriptors(const struct pipes *pipes) {
    int wanted[] = {pipes->input[0], pipes->output[1], pipes->errors[1], pipes->report[1]};
    for (int index = 0; index < 4; index++)
        if (wanted[index] >= 0 && (wanted[index] = fcntl(wanted[index], F_DUPFD_CLOEXEC, OUT_OF_THE_WAY)) < 0)
            return errno;
    int code;
    for (int target = 0; target < 3; target++)
        if ((code = place(wanted[target], target)) != 0) return code;
    if (dup3(wanted[3], REPORT, O_CLOEXEC) != REPORT) return errno;
    close_from(REPORT + 1);
    return 0;
}

static _Noreturn void become(const struct isolation_program *program, const struct pipes *pipes, pid_t parent) {
    int code;
    reset_signals();
    if (setsid() < 0) fail(pipes->report[1], errno);
    if (program->folder && chdir(program->folder) != 0) fail(pipes->report[1], errno);
    if ((code = place_descriptors(pipes)) != 0) fail(pipes->report[1], code);
    // Before the limits, of which the one on descriptors may leave no room for these.
    isolation_confine(parent, program->folder && program->limits.file_bytes > 0 ? "." : NULL);
    if ((code = isolation_limit(&program->limits)) != 0) fail(REPORT, code);
    execve(program->path, program->arguments, program->environment);
    fail(REPORT, errno);
}

// MARK: In the parent

/// Lets a child do one thing while no signal handler of this process can run in it.
static pid_t start(const struct isolation_program *program, const struct pipes *pipes) {
    sigset_t all, before;
    sigfillset(&all);
    pid_t parent = getpid();
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return -1;
    pid_t child = vfork();
    if (child == 0) become(program, pipes, parent);
    int code = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return child;
}

static int no_blocking(int descriptor) {
    return descriptor < 0 || fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

int isolation_spawn(const struct isolation_program *program, struct isolation_child *child) {
    struct pipes pipes;
    int code = open_pipes(program, &pipes);
    if (code != 0) return code;
    if ((code = no_blocking(pipes.input[1])) == 0 && (code = no_blocking(pipes.output[0])) == 0)
        code = no_blocking(pipes.errors[0]);
    if (code != 0) {
        close_all(&pipes);
        return code;
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    pid_t pid = start(program, &pipes);
    if (pid < 0) {
        code = errno;
        close_all(&pipes);
        return code;
    }
    close(pipes.report[1]);
    pipes.report[1] = -1;
    ssize_t count;
    while ((count = read(pipes.report[0], &code, sizeof code)) < 0 && errno == EINTR) continue;
    if (count != 0) {
        struct isolation_usage usage;
        isolation_reap(pid, &usage);
        close_all(&pipes);
        return count == sizeof code ? code : EIO;
    }
    *child = (struct isolation_child){pid, pipes.input[1], pipes.output[0], pipes.errors[0]};
    pipes.input[1] = pipes.output[0] = pipes.errors[0] = -1;
    close_all(&pipes);
    return 0;
}
