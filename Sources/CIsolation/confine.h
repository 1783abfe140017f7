#pragma once
#include "CIsolation.h"

// A sanitizer reserves terabytes of address space for itself, watches from a thread of its own, and looks for leaks by
// ptrace.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

// All of these are called between vfork and exec: they make system calls and touch nothing but their own frames. Those
// that return an int return 0 or an errno.

/// The limits that every kernel grants, and without which no child is started.
int isolation_limit(const struct isolation_limits *limits);

/// The measures that a kernel may refuse. Returns those that it has refused.
uint32_t isolation_confine(pid_t parent, const char *writable_folder);

int isolation_install_filter(void);
int isolation_install_landlock(const char *writable_folder);
