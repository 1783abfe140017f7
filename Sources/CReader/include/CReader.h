#pragma once
#include <stdint.h>
#include <sys/types.h>

/// Starts `path` with nothing of this process but a pipe on its standard output: standard input and standard error are
/// /dev/null, every other descriptor is closed, signals are at their defaults. `arguments` and `environment` end with
/// NULL. Returns 0, or an errno. On success `*output` is the pipe's end to read from, for the caller to close.
int reader_spawn(const char *path, char *const arguments[], char *const environment[], pid_t *child, int *output);

/// To be called first in the child: sets limits that it can't raise again. It may use `memory_bytes` of address space,
/// `seconds` of processor time and as many of time, may neither write files nor dump core nor gain rights, and ends
/// with its parent. Returns 0, or an errno.
int reader_confine(uint64_t memory_bytes, unsigned seconds);

/// Waits for the end of `child` without taking its status away, so that its number stays its own until then.
int reader_await(pid_t child);
