#pragma once

#include <stddef.h>

// The functions of uchardet, which tells encodings by the languages they are used for, to be had from the library when
// they are first needed. Declared here for the same reason as in CPoppler.h; Tests/CHeaders holds every type to the real
// ones.

struct uchardet;

typedef struct {
    struct uchardet *_Nullable (*_Nonnull uchardet_new)(void);
    /// 0 for success.
    int (*_Nonnull uchardet_handle_data)(struct uchardet *_Nonnull, const char *_Nonnull, size_t byteCount);
    void (*_Nonnull uchardet_data_end)(struct uchardet *_Nonnull);
    /// Empty where nothing fits. Belongs to the detector.
    const char *_Nonnull (*_Nonnull uchardet_get_charset)(struct uchardet *_Nonnull);
    void (*_Nonnull uchardet_delete)(struct uchardet *_Nonnull);
} uchardet_functions;

/// Loads uchardet. NULL where it, or one of the functions, is missing. Not to be called by two threads at once.
const uchardet_functions *_Nullable uchardet_load(void);
