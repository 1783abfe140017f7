#ifndef SANITIZER_SUPPORT_H
#define SANITIZER_SUPPORT_H
// Nothing to call: see MutexAnnotations.c.
#endif
