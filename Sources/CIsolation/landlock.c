#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// Linux, Documentation/userspace-api/landlock.rst: what older headers lack is said here. The numbers of the calls are
// the same on all architectures.
#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define VERSION_FLAG 1
#define RULE_PATH_BENEATH 1

struct ruleset {
    uint64_t files, network, scopes;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

#define WRITE_FILE (1ULL << 1)
#define REFER (1ULL << 13)
#define TRUNCATE (1ULL << 14)
// Removing and making of files, folders, links, sockets and devices.
#define CHANGE_FOLDERS (0x1FF0ULL)
#define BIND_AND_CONNECT 3ULL
#define ABSTRACT_SOCKETS_AND_SIGNALS 3ULL

static int allow(int rules, uint64_t rights, const char *path) {
    struct path_beneath rule = {rights, open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0) return errno;
    int code = syscall(ADD_RULE, rules, RULE_PATH_BENEATH, &rule, 0) == 0 ? 0 : errno;
    close(rule.parent);
    return code;
}

// Nothing is written but /dev/null and what is in `writable_folder`, and no TCP; reading is as it was.
int isolation_install_landlock(const char *writable_folder) {
    long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
    if (version < 0) return errno;
    struct ruleset wanted = {WRITE_FILE | CHANGE_FOLDERS, 0, 0};
    size_t size = sizeof wanted.files;
    if (version >= 2) wanted.files |= REFER;
    if (version >= 3) wanted.files |= TRUNCATE;
    if (version >= 4) {
        wanted.network = BIND_AND_CONNECT;
        size += sizeof wanted.network;
    }
    if (version >= 6) {
        wanted.scopes = ABSTRACT_SOCKETS_AND_SIGNALS;
        size += sizeof wanted.scopes;
    }
    int rules = (int)syscall(CREATE_RULESET, &wanted, size, 0);
    if (rules < 0) return errno;
    int code = allow(rules, WRITE_FILE | (wanted.files & TRUNCATE), "/dev/null");
    if (code == 0 && writable_folder) code = allow(rules, wanted.files, writable_folder);
    if (code == 0 && syscall(RESTRICT_SELF, rules, 0) != 0) code = errno;
    close(rules);
    return code;
}
