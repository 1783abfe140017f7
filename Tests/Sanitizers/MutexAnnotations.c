// Tells the thread sanitizer what Swift's Mutex does when it has to wait.
//
// The quick way through a Mutex is compiled into our own code, where the sanitizer sees its atomic exchange. The slow way
// is a futex call inside libswiftSynchronization, which is not instrumented: the sanitizer then misses that one thread's
// unlocking comes before another's locking, and reports races that are none. These two functions stand before the
// library's own of the same names, in test programs of a thread sanitizer build only. They call them and say what
// happened; locks stay locks, and a race beside one is still found.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

typedef SWIFT void lock_function(uint32_t thread, SELF void *mutex);
typedef SWIFT void unlock_function(SELF void *mutex);

SWIFT void annotated_lock(uint32_t thread, SELF void *mutex) __asm__(LOCK_SLOW);
SWIFT void annotated_unlock(SELF void *mutex) __asm__(UNLOCK_SLOW);

SWIFT void annotated_lock(uint32_t thread, SELF void *mutex) {
    lock_function *lock = (lock_function *)dlsym(RTLD_NEXT, LOCK_SLOW);
    lock(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT void annotated_unlock(SELF void *mutex) {
    unlock_function *unlock = (unlock_function *)dlsym(RTLD_NEXT, UNLOCK_SLOW);
    __tsan_release(mutex);
    unlock(mutex);
}

#endif
#endif
