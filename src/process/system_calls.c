#include "system_calls.h"

#include "sanitizer.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* What each of them reaches is open already, or can only be read. */
static const int allowed[] = {
    /* memory, threads, time */
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(membarrier),
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(exit), SCMP_SYS(exit_group),
    SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(sysinfo),
    SCMP_SYS(uname), SCMP_SYS(getrusage), SCMP_SYS(getrlimit),
    /* signals of its own */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    /* files, to read; where fontconfig looks for fonts */
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(stat),
    SCMP_SYS(lstat), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs),
    SCMP_SYS(fstatfs), SCMP_SYS(getdents64), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(fadvise64), SCMP_SYS(geteuid),
    SCMP_SYS(getuid), SCMP_SYS(getegid), SCMP_SYS(getgid),
    /* the data directory, watched */
    SCMP_SYS(inotify_add_watch), SCMP_SYS(inotify_rm_watch),
    /* connections that come in; the log */
    SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_pwait2), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(eventfd2), SCMP_SYS(accept),
    SCMP_SYS(accept4), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(sendfile),
    SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(shutdown), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
    SCMP_SYS(getsockname), SCMP_SYS(getpeername)};

/* Nothing here ever asks for these: who does has taken the process over, and finds it gone. All others fail
 * with EPERM, which a library that tries something new can live with. */
static const int fatal[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace),
                            SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev)};

/* Of the sanitizers' run-times, at the end and when they have found something. */
static const int of_sanitizers[] = {SCMP_SYS(execve),
                                    SCMP_SYS(ptrace),
                                    SCMP_SYS(process_vm_readv),
                                    SCMP_SYS(fork),
                                    SCMP_SYS(vfork),
                                    SCMP_SYS(clone),
                                    SCMP_SYS(wait4),
                                    SCMP_SYS(pipe),
                                    SCMP_SYS(pipe2),
                                    SCMP_SYS(dup2),
                                    SCMP_SYS(kill),
                                    SCMP_SYS(tgkill),
                                    SCMP_SYS(prctl),
                                    SCMP_SYS(mmap),
                                    SCMP_SYS(mprotect),
                                    SCMP_SYS(arch_prctl),
                                    SCMP_SYS(getppid),
                                    SCMP_SYS(prlimit64),
                                    SCMP_SYS(set_tid_address),
                                    SCMP_SYS(personality),
                                    SCMP_SYS(setrlimit),
                                    SCMP_SYS(getdents)};

#define OPEN_CHANGES (O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))

struct condition { /* argument & mask == value */
    int call;
    unsigned argument;
    uint64_t mask, value;
};

static const struct condition conditions[] = {
    {SCMP_SYS(open), 1, OPEN_CHANGES, O_RDONLY},
    {SCMP_SYS(openat), 2, OPEN_CHANGES, O_RDONLY},
    {SCMP_SYS(mmap), 2, PROT_EXEC, 0},
    {SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
    {SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD},
    {SCMP_SYS(sendto), 4, UINT64_MAX, 0}, /* to whom the socket is connected already */
    {SCMP_SYS(prlimit64), 2, UINT64_MAX, 0},
    {SCMP_SYS(prctl), 0, UINT64_MAX, PR_SET_NAME},
    {SCMP_SYS(ioctl), 1, UINT32_MAX, FIONREAD},
    {SCMP_SYS(ioctl), 1, UINT32_MAX, FIONBIO},
    {SCMP_SYS(ioctl), 1, UINT32_MAX, TCGETS},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_GETFD},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_SETFD},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_GETFL},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_SETFL},
};

static bool is_of_sanitizers(int call)
{
    for (size_t i = 0; HAS_SANITIZER && i < COUNT(of_sanitizers); i++)
        if (of_sanitizers[i] == call)
            return true;
    return false;
}

/* 0, or a negated errno as libseccomp has it. */
static int rule_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
    int failure = 0;
    for (size_t i = 0; failure == 0 && i < count; i++)
        if (action == SCMP_ACT_ALLOW || !is_of_sanitizers(calls[i]))
            failure = seccomp_rule_add(filter, action, calls[i], 0);
    return failure;
}

static int rule_conditions(scmp_filter_ctx filter)
{
    int failure = 0;
    for (size_t i = 0; failure == 0 && i < COUNT(conditions); i++) {
        const struct condition *rule = &conditions[i];
        if (!is_of_sanitizers(rule->call))
            failure =
                seccomp_rule_add(filter, SCMP_ACT_ALLOW, rule->call, 1,
                                 SCMP_CMP64(rule->argument, SCMP_CMP_MASKED_EQ, rule->mask, rule->value));
    }
    return failure;
}

/* clone3() has its flags behind a pointer, which a filter cannot follow: told that the kernel has no such
 * call, the C library uses clone(). abort() signals the process itself. */
static int rule_special(scmp_filter_ctx filter)
{
    int failure = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    if (failure == 0 && !is_of_sanitizers(SCMP_SYS(tgkill)))
        failure = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                                   SCMP_A0_64(SCMP_CMP_MASKED_EQ, UINT64_MAX, (uint64_t)getpid()));
    return failure;
}

/* A tree of comparisons rather than a list; and nothing foreign runs here that would have to be kept from
 * guessing by timing (SSB), which would cost time at every load from memory. */
static int set_attributes(scmp_filter_ctx filter)
{
    int failure = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    if (failure == 0)
        failure = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (failure == 0)
        failure = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (failure == 0)
        failure = seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
    return failure;
}

enum lawmap_status system_calls_confine(struct lawmap_error *error)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the filter of system calls");
    int failure = set_attributes(filter);
    if (failure == 0)
        failure = rule_all(filter, SCMP_ACT_ALLOW, allowed, COUNT(allowed));
    if (failure == 0 && HAS_SANITIZER)
        failure = rule_all(filter, SCMP_ACT_ALLOW, of_sanitizers, COUNT(of_sanitizers));
    if (failure == 0)
        failure = rule_all(filter, SCMP_ACT_KILL_PROCESS, fatal, COUNT(fatal));
    if (failure == 0)
        failure = rule_conditions(filter);
    if (failure == 0)
        failure = rule_special(filter);
    if (failure == 0)
        failure = seccomp_load(filter);
    seccomp_release(filter);
    if (failure == 0)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_IO, "the kernel takes no filter of system calls (seccomp): %s",
                       strerror(-failure));
}
