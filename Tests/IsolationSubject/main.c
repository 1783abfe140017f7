// What IsolationTests starts as a child: does one thing that a child might do, and says how it went.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CIsolation.h"

static const char *argument;

static void say(const char *what, int code) { printf("%s %s\n", what, code == 0 ? "done" : strerrorname_np(code)); }

static void tell_number(void) {
    printf("%d\n", getpid());
    fflush(stdout);
}

static void environment(void) {
    for (char **variable = environ; *variable; variable++) puts(*variable);
}

static void descriptors(void) {
    for (int descriptor = 0; descriptor < 1024; descriptor++)
        if (fcntl(descriptor, F_GETFD) >= 0) printf("%d\n", descriptor);
}

static void session(void) {
    char folder[4096];
    say("session", getsid(0) == getpid() ? 0 : EPERM);
    say("group", getpgrp() == getpid() ? 0 : EPERM);
    printf("folder %s\n", getcwd(folder, sizeof folder) ? folder : "?");
}

static void limits(void) {
    const struct {
        const char *name;
        int resource;
    } known[] = {{"core", RLIMIT_CORE},       {"file", RLIMIT_FSIZE}, {"descriptors", RLIMIT_NOFILE},
                 {"processor", RLIMIT_CPU}, {"memory", RLIMIT_AS},  {"processes", RLIMIT_NPROC}};
    for (size_t index = 0; index < sizeof known / sizeof *known; index++) {
        struct rlimit value;
        getrlimit(known[index].resource, &value);
        printf("%s %lld %lld\n", known[index].name, (long long)value.rlim_cur, (long long)value.rlim_max);
    }
}

static void memory(void) {
    size_t bytes = strtoull(argument, NULL, 10);
    char *block = malloc(bytes);
    // Touched, so that it is no promise only.
    if (block) memset(block, 1, bytes);
    say("memory", block ? 0 : ENOMEM);
}

static void file(void) {
    signal(SIGXFSZ, SIG_IGN);
    int descriptor = open(argument, O_CREAT | O_WRONLY, 0600);
    say("write", descriptor >= 0 && write(descriptor, "x", 1) == 1 ? 0 : errno);
}

static void spin(void) {
    for (volatile unsigned long count = 0;; count++) continue;
}

static void spin_on(void) {
    signal(SIGXCPU, SIG_IGN);
    spin();
}

static void sleep_on(void) {
    tell_number();
    while (1) pause();
}

static void hide_and_sleep(void) {
    tell_number();
    close(1);
    close(2);
    while (1) pause();
}

// The Swift runtime, which is linked into everything here, has a handler.
static void fault(void) {
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

static void flood(void) {
    char block[10000];
    memset(block, 'x', sizeof block);
    while (write(1, block, sizeof block) > 0) continue;
}

static void complain(void) {
    for (int count = atoi(argument); count > 0; count--) fputc('e', stderr);
    exit(3);
}

static void echo(void) {
    char block[10000];
    for (ssize_t count; (count = read(0, block, sizeof block)) > 0;)
        if (write(1, block, (size_t)count) != count) exit(1);
}

static void deaf(void) {
    close(0);
    tell_number();
}

static void as_nobody(void) {
    if (geteuid() == 0 && (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0)) exit(1);
}

static void *nothing(void *unused) { return unused; }

static void multiply(void) {
    as_nobody();
    pid_t child = fork();
    int code = child < 0 ? errno : 0;
    if (child == 0) _exit(0);
    say("process", code);
    pthread_t thread;
    say("thread", pthread_create(&thread, NULL, nothing, NULL));
}

// Leaves a process behind that holds its pipes.
static void leave_behind(void) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) sleep_on();
    printf("%d\n", child);
}

static void reach(void) {
    pid_t parent = getppid();
    char byte;
    struct iovec here = {&byte, 1}, there = {environ, 1};
    say("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : errno);
    say("signal", kill(parent, 0) == 0 ? 0 : errno);
    // Where its own environment is, its parent may have nothing.
    bool can_read = process_vm_readv(parent, &here, 1, &there, 1, 0) >= 0 || errno == EFAULT;
    say("memory", can_read ? 0 : errno);
    say("limit", syscall(SYS_prlimit64, parent, RLIMIT_CORE, NULL, NULL) == 0 ? 0 : errno);
    say("itself", kill(getpid(), 0) == 0 ? 0 : errno);
}

static void change_folder(void) {
    int descriptor = open(argument, O_CREAT | O_WRONLY, 0600);
    say("make", descriptor >= 0 ? 0 : errno);
    descriptor = open("/dev/null", O_WRONLY);
    say("null", descriptor >= 0 && write(descriptor, "x", 1) == 1 ? 0 : errno);
}

static void read_parents_environment(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", getppid());
    int descriptor = open(path, O_RDONLY);
    say("environment", descriptor >= 0 ? 0 : errno);
}

// A parent of another user than root, which may read everything. What ran as root is hidden in any case; executing a
// program ends that.
static void parent_as_nobody(void) {
    as_nobody();
    execl("/proc/self/exe", "subject", "parent", NULL);
    exit(1);
}

static void relay(int descriptor) {
    char text[100];
    for (ssize_t count; (count = read(descriptor, text, sizeof text)) != 0;)
        if (count > 0) fwrite(text, 1, (size_t)count, stdout);
}

static void parent(void) {
    fflush(stdout);
    pid_t plain = fork();
    if (plain == 0) {
        execl("/proc/self/exe", "subject", "read-parents-environment", NULL);
        _exit(1);
    }
    waitpid(plain, NULL, 0);
    char *arguments[] = {"subject", "read-parents-environment", NULL}, *none[] = {NULL};
    struct isolation_program program = {
        .path = "/proc/self/exe", .arguments = arguments, .environment = none,
        .limits = {.memory_bytes = 1 << 30, .processor_seconds = 5, .descriptors = 16, .may_start_processes = true}};
    struct isolation_child child;
    int code = isolation_spawn(&program, &child);
    if (code != 0) say("spawn", code);
    if (code != 0) return;
    struct isolation_usage usage;
    isolation_reap(child.pid, &usage);
    relay(child.output);
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {
    {"environment", environment},
    {"descriptors", descriptors},
    {"session", session},
    {"limits", limits},
    {"memory", memory},
    {"file", file},
    {"spin", spin},
    {"spin-on", spin_on},
    {"sleep", sleep_on},
    {"hide-and-sleep", hide_and_sleep},
    {"fault", fault},
    {"abort", abort},
    {"flood", flood},
    {"complain", complain},
    {"echo", echo},
    {"deaf", deaf},
    {"multiply", multiply},
    {"leave-behind", leave_behind},
    {"reach", reach},
    {"change-folder", change_folder},
    {"read-parents-environment", read_parents_environment},
    {"parent-as-nobody", parent_as_nobody},
    {"parent", parent},
};

int main(int count, char *arguments[]) {
    if (count > 2) argument = arguments[2];
    for (size_t index = 0; count > 1 && index < sizeof acts / sizeof *acts; index++) {
        if (strcmp(arguments[1], acts[index].name) != 0) continue;
        acts[index].act();
        return 0;
    }
    return 2;
}
