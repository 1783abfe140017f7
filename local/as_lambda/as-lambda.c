// Runs a command that is refused what Lambda refuses a function:
//
//     as-lambda [--user UID:GID] COMMAND [ARGUMENT...]
//     as-lambda --how
//
// So a test that passes behind it says something about Lambda. On a developer's machine, and as root above all, nearly
// all of these calls succeed. What Lambda answers is known from reports of others (docs/decisions/0011); what no report
// names is marked below.
//
// A filter may be installed by CAP_SYS_ADMIN, or by anyone who has set no_new_privs, which then can be seen by
// PR_GET_NO_NEW_PRIVS. The former is preferred where there is a choice; `--how` says which it is. With --user the
// command runs as somebody else, to whom root gives way after the filter is in place.
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static const char *name = "as-lambda";

static void check(int code, const char *what) {
    if (code == 0) return;
    fprintf(stderr, "%s: %s: %s\n", name, what, strerror(code < 0 ? -code : code));
    exit(125);
}

static scmp_filter_ctx filter;

/// Refuses a call, or only one with all of `bits` in an argument's lower half, which is all that an int has.
static void refuse(int call, int error) { check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(error), call, 0), "rule"); }

static void refuse_if(int call, int error, unsigned argument, uint64_t mask, uint64_t bits) {
    struct scmp_arg_cmp comparison = SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, mask, bits);
    check(seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(error), call, 1, &comparison), "rule");
}

static void refuse_what_lambda_refuses(void) {
    const uint64_t whole = 0xFFFFFFFF;
    refuse_if(SCMP_SYS(prctl), EPERM, 0, whole, PR_SET_NO_NEW_PRIVS);
    refuse_if(SCMP_SYS(prctl), EPERM, 0, whole, PR_SET_SECCOMP);
    const int forbidden[] = {
        SCMP_SYS(seccomp), SCMP_SYS(ptrace), SCMP_SYS(chroot), SCMP_SYS(bpf),
        // What an ordinary user may not do anywhere.
        SCMP_SYS(setns), SCMP_SYS(pivot_root), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(open_tree),
        SCMP_SYS(move_mount), SCMP_SYS(fsopen), SCMP_SYS(fsconfig), SCMP_SYS(fsmount), SCMP_SYS(fspick),
        SCMP_SYS(mount_setattr),
        // In no report; refused to an ordinary user by the settings most kernels come with.
        SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
    };
    for (size_t index = 0; index < sizeof forbidden / sizeof *forbidden; index++) refuse(forbidden[index], EPERM);
    // Newer than Lambda's kernel.
    const int unknown[] = {
        SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_add_rule), SCMP_SYS(landlock_restrict_self)};
    for (size_t index = 0; index < sizeof unknown / sizeof *unknown; index++) refuse(unknown[index], ENOSYS);
    // With any of the namespaces among the flags. clone's lowest byte is a signal, and one of them lies there.
    const uint64_t namespaces[] = {
        CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET};
    for (size_t index = 0; index < sizeof namespaces / sizeof *namespaces; index++) {
        refuse_if(SCMP_SYS(unshare), EPERM, 0, namespaces[index], namespaces[index]);
        refuse_if(SCMP_SYS(clone), EPERM, 0, namespaces[index], namespaces[index]);
    }
    refuse_if(SCMP_SYS(unshare), EPERM, 0, 0x80 /* CLONE_NEWTIME */, 0x80);
    // Its flags are out of a filter's sight. Whoever calls it falls back to clone, as glibc does.
    refuse(SCMP_SYS(clone3), ENOSYS);
}

/// Returns how it was done.
static const char *install(void) {
    check((filter = seccomp_init(SCMP_ACT_ALLOW)) ? 0 : ENOMEM, "filter");
    check(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2), "filter");
    check(seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0), "filter");
    refuse_what_lambda_refuses();
    if (seccomp_load(filter) == 0) return "CAP_SYS_ADMIN";
    check(seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 1), "filter");
    check(seccomp_load(filter), "the filter can't be installed");
    return "no_new_privs";
}

static void become(const char *user) {
    unsigned uid, gid;
    char rest;
    if (sscanf(user, "%u:%u%c", &uid, &gid, &rest) != 2) check(EINVAL, user);
    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0) check(errno, user);
}

int main(int count, char *arguments[]) {
    const char *user = NULL;
    int first = 1;
    if (count > 2 && strcmp(arguments[1], "--user") == 0) {
        user = arguments[2];
        first = 3;
    }
    if (first >= count) {
        fprintf(stderr, "usage: %s [--user UID:GID] COMMAND [ARGUMENT...]\n", name);
        return 125;
    }
    const char *how = install();
    if (strcmp(arguments[first], "--how") == 0) {
        puts(how);
        return 0;
    }
    if (user) become(user);
    execvp(arguments[first], arguments + first);
    fprintf(stderr, "%s: %s: %s\n", name, arguments[first], strerror(errno));
    return errno == ENOENT ? 127 : 126;
}
