#pragma once

// Libraries that are loaded when they are first needed, with dlopen. What `ldd` would have told of them, the executable
// declares in a note instead ("ELF dlopen metadata" of the UAPI group, https://systemd.io/ELF_DLOPEN_METADATA/): whoever
// packs the executable finds there which libraries to bring along.

/// Adds a note that this program opens `soname` by itself. A string literal; once per library, outside functions.
#define LOADER_NEEDS(soname)                                                                                           \
    __asm__(".pushsection .note.dlopen, \"a\", %note\n"                                                                \
            ".balign 4\n"                                                                                              \
            ".long 4, 2f - 1f, 0x407c0c0a\n"                                                                           \
            ".asciz \"FDO\"\n"                                                                                         \
            "1: .asciz \"[{\\\"soname\\\":[\\\"" soname "\\\"],\\\"priority\\\":\\\"required\\\"}]\"\n"                \
            "2: .balign 4\n"                                                                                           \
            ".popsection\n")

/// Looks a function up and stores it in `table`'s member of the same name; leaves the calling function with NULL where
/// the library does not have it.
#define LOADER_RESOLVE(library, table, function)                                                                       \
    if (!(*(void **)&(table).function = dlsym((library), #function))) return NULL
