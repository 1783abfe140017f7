#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Numbers that older headers lack; they are the same on both architectures.
#define IO_URING_SETUP 425
#define PIDFD_SEND_SIGNAL 424
#define PIDFD_GETFD 438
#define PROCESS_MADVISE 440

#if defined(OWN_ARCHITECTURE) && !defined(IS_SANITIZED)
#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)
#define REFUSE RETURN(SECCOMP_RET_ERRNO | EPERM)
#define ALLOW RETURN(SECCOMP_RET_ALLOW)
#define REFUSED(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), REFUSE
// For calls whose first argument is a process: none but the child itself, which 0 stands for too where it says so.
#define ITSELF_ONLY(number, pid, or_zero) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 5), LOAD(args[0]), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, pid, 1, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, or_zero ? 0 : pid, 0, 1), \
        ALLOW, REFUSE

// No sockets, and nothing that reaches into another process: one of the same user is not protected otherwise.
int isolation_install_filter(void) {
    __u32 pid = (__u32)getpid();
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#ifdef __x86_64__
        // The same calls under the numbers of x32.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        REFUSE,
#endif
        REFUSED(SYS_socket),
        REFUSED(IO_URING_SETUP),
        REFUSED(SYS_ptrace),
        REFUSED(SYS_process_vm_readv),
        REFUSED(SYS_process_vm_writev),
        REFUSED(SYS_kcmp),
        REFUSED(SYS_tkill),
        REFUSED(SYS_rt_sigqueueinfo),
        REFUSED(SYS_rt_tgsigqueueinfo),
        REFUSED(PIDFD_SEND_SIGNAL),
        REFUSED(PIDFD_GETFD),
        REFUSED(PROCESS_MADVISE),
        REFUSED(SYS_bpf),
        REFUSED(SYS_perf_event_open),
        REFUSED(SYS_userfaultfd),
        REFUSED(SYS_keyctl),
        REFUSED(SYS_add_key),
        REFUSED(SYS_request_key),
        REFUSED(SYS_unshare),
        REFUSED(SYS_setns),
        REFUSED(SYS_mount),
        REFUSED(SYS_umount2),
        REFUSED(SYS_pivot_root),
        REFUSED(SYS_chroot),
        // What abort() is made of.
        ITSELF_ONLY(SYS_tgkill, pid, 0),
        ITSELF_ONLY(SYS_kill, pid, 0),
        ITSELF_ONLY(SYS_prlimit64, pid, 1),
        ALLOW,
    };
    struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? 0 : errno;
}
#else
int isolation_install_filter(void) { return ENOSYS; }
#endif
