#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// What a child may use. It can't raise any of it again.
struct isolation_limits {
    /// Address space.
    uint64_t memory_bytes;
    /// Size of a file that it writes.
    uint64_t file_bytes;
    uint64_t processor_seconds;
    uint64_t descriptors;
    /// Else neither processes nor threads; the kernel does not hold root to that.
    bool may_start_processes;
};

struct isolation_program {
    const char *path;
    /// Both end with NULL.
    char *const *arguments;
    char *const *environment;
    /// Where it works; NULL for this process's folder. Landlock, where it is had, lets it write nowhere else, and here
    /// only if it may write at all.
    const char *folder;
    /// Pipes on standard input and standard error; without them they are /dev/null.
    bool has_input, has_errors;
    struct isolation_limits limits;
};

/// The number of a child, which is also that of its session and process group, and the pipes' ends on this side: -1
/// where there is none. They don't block, and are for the caller to close.
struct isolation_child {
    pid_t pid;
    int input, output, errors;
};

/// Starts a program with nothing of this process: descriptors, environment, signal settings and session are its own. It
/// ends with the thread that started it, where the kernel allows that. This process's memory and its files in /proc are
/// closed to it from then on, where the kernel allows that. Returns 0, or an errno.
int isolation_spawn(const struct isolation_program *program, struct isolation_child *child);

/// Measures that a kernel may refuse, and that nothing depends on.
enum isolation_measure {
    ISOLATION_NO_NEW_PRIVS = 1,
    ISOLATION_SECCOMP = 2,
    ISOLATION_LANDLOCK = 4,
    ISOLATION_PARENT_DEATH = 8,
    ISOLATION_HIDDEN_MEMORY = 16,
};

/// Those of them that are refused here, found out by trying them in a child.
uint32_t isolation_refused(void);

/// `write` without SIGPIPE.
ssize_t isolation_feed(int descriptor, const void *bytes, size_t count);

/// Whether a child has ended. Leaves its status, so that its number stays its own.
bool isolation_has_ended(pid_t child);

struct isolation_usage {
    /// As `waitpid` has it.
    int status;
    uint64_t processor_microseconds;
    uint64_t peak_memory_bytes;
};

/// Waits for the end of a child and takes its status. Returns 0, or an errno.
int isolation_reap(pid_t child, struct isolation_usage *usage);
