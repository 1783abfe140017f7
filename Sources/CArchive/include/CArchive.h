#pragma once

#include <stddef.h>
#include <sys/types.h>

// The functions of libarchive that are used, to be had from the library when they are first needed. Declared here for the
// same reason as in CPoppler.h; Tests/CHeaders holds every type and number to the real ones.

struct archive;
struct archive_entry;

enum { archive_ok = 0, archive_eof = 1, archive_warn = -20 };

typedef struct {
    struct archive *_Nullable (*_Nonnull archive_read_new)(void);
    int (*_Nonnull archive_read_support_format_zip)(struct archive *_Nonnull);
    /// The bytes are not copied.
    int (*_Nonnull archive_read_open_memory)(
        struct archive *_Nonnull, const void *_Nullable bytes, size_t byteCount);
    int (*_Nonnull archive_read_next_header)(
        struct archive *_Nonnull, struct archive_entry *_Nullable *_Nonnull entry);
    const char *_Nullable (*_Nonnull archive_entry_pathname)(struct archive_entry *_Nonnull);
    int (*_Nonnull archive_entry_is_encrypted)(struct archive_entry *_Nonnull);
    ssize_t (*_Nonnull archive_read_data)(struct archive *_Nonnull, void *_Nonnull buffer, size_t byteCount);
    int (*_Nonnull archive_read_free)(struct archive *_Nonnull);
} archive_functions;

/// Loads libarchive. NULL where it, or one of the functions, is missing. Not to be called by two threads at once.
const archive_functions *_Nullable archive_load(void);
