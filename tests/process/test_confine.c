/* Each case is tried by a process of its own that has confined itself, in its first thread and in one started
 * later. */
#include <lawmap/process.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* As src/process/sanitizer.h: a build with a sanitizer lets its run-time do more. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) ||     \
    __has_feature(thread_sanitizer)
#define HAS_SANITIZER true
#else
#define HAS_SANITIZER false
#endif

/* ThreadSanitizer aborts a process that has been forked when that changes its user. */
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define HAS_THREAD_SANITIZER true
#else
#define HAS_THREAD_SANITIZER false
#endif

enum { EXIT_UNCONFINED = 100, EXIT_NOT_ENDED = 101, NOBODY = 65534 };

static struct {
    char folder[64], inside[96], outside[64];
    int listener, port, datagram, inotify;
} place;

/* 0, or errno. What only an end by SIGSYS would keep from succeeding returns EXIT_NOT_ENDED. */
static int result(long returned)
{
    return returned < 0 ? errno : 0;
}

static int read_inside(void)
{
    char byte;
    int file = open(place.inside, O_RDONLY | O_CLOEXEC);
    return file < 0 ? errno : result(read(file, &byte, 1));
}

static int read_outside(void)
{
    return result(open(place.outside, O_RDONLY));
}

static int list_outside(void)
{
    return result(open("/etc", O_RDONLY | O_DIRECTORY));
}

static int write_inside(void)
{
    return result(open(place.inside, O_WRONLY));
}

static int read_and_write_inside(void)
{
    return result(open(place.inside, O_RDWR));
}

static int cut_inside(void)
{
    return result(open(place.inside, O_RDONLY | O_TRUNC));
}

static int make_inside(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/made", place.folder);
    return result(open(path, O_RDONLY | O_CREAT, 0600));
}

static int make_nameless(void)
{
    return result(open(place.folder, O_TMPFILE | O_RDWR, 0600));
}

static int remove_inside(void)
{
    return result(unlink(place.inside));
}

static int rename_inside(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/renamed", place.folder);
    return result(rename(place.inside, path));
}

static int make_directory(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/directory", place.folder);
    return result(mkdir(path, 0700));
}

static int change_mode(void)
{
    return result(chmod(place.inside, 0777));
}

static int truncate_inside(void)
{
    return result(truncate(place.inside, 0));
}

static int run_program(void)
{
    char *arguments[] = {(char *)"/bin/true", NULL};
    execv(arguments[0], arguments);
    return EXIT_NOT_ENDED;
}

static int trace_itself(void)
{
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    return EXIT_NOT_ENDED;
}

static int fork_itself(void)
{
    return result(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

static int make_socket(void)
{
    return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int make_unix_socket(void)
{
    return result(socket(AF_UNIX, SOCK_DGRAM, 0));
}

static struct sockaddr_in address(void)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)place.port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int connect_out(void)
{
    struct sockaddr_in to = address();
    return result(connect(place.datagram, (struct sockaddr *)&to, sizeof to));
}

static int send_out(void)
{
    struct sockaddr_in to = address();
    return result(sendto(place.datagram, "x", 1, 0, (struct sockaddr *)&to, sizeof to));
}

static int bind_another(void)
{
    struct sockaddr_in any = {.sin_family = AF_INET};
    return result(bind(place.datagram, (struct sockaddr *)&any, sizeof any));
}

static int signal_another(void)
{
    return result(kill(getppid(), 0));
}

static int make_executable(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? errno : 0;
}

static int change_user(void)
{
    return result(syscall(SYS_setuid, 0));
}

static int take_capabilities(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct all[_LINUX_CAPABILITY_U32S_3] = {{UINT32_MAX, UINT32_MAX, 0},
                                                                   {UINT32_MAX, UINT32_MAX, 0}};
    return result(syscall(SYS_capset, &header, all));
}

static int mount_over(void)
{
    return result(syscall(SYS_mount, "none", place.folder, "tmpfs", 0, ""));
}

static int accept_in(void)
{
    return result(accept4(place.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

static int use_memory(void)
{
    char *memory = malloc(64 << 20);
    if (memory == NULL)
        return ENOMEM;
    memset(memory, 1, 64 << 20);
    free(memory);
    return 0;
}

static int watch_inside(void)
{
    return result(inotify_add_watch(place.inotify, place.folder, IN_CLOSE_WRITE));
}

struct attempt {
    const char *name;
    int (*try)(void);
    int expected;      /* errno; 0: it succeeds */
    bool is_fatal;     /* it ends the process with SIGSYS instead */
    bool by_landlock;  /* only where the kernel has it */
    bool by_sanitizer; /* its run-time is allowed to */
};

static const struct attempt attempts[] = {
    {"reads what is named", read_inside, 0, false, false, false},
    {"watches what is named", watch_inside, 0, false, false, false},
    {"accepts a connection", accept_in, EAGAIN, false, false, false},
    {"uses memory", use_memory, 0, false, false, false},
    {"reads nothing else", read_outside, EACCES, false, true, true},
    {"lists nothing else", list_outside, EACCES, false, true, true},
    {"does not write", write_inside, EPERM, false, false, false},
    {"does not read and write", read_and_write_inside, EPERM, false, false, false},
    {"does not cut on opening", cut_inside, EPERM, false, false, false},
    {"does not make a file", make_inside, EPERM, false, false, false},
    {"does not make a file without a name", make_nameless, EPERM, false, false, false},
    {"does not remove", remove_inside, EPERM, false, false, false},
    {"does not rename", rename_inside, EPERM, false, false, false},
    {"does not make a directory", make_directory, EPERM, false, false, false},
    {"does not change a mode", change_mode, EPERM, false, false, false},
    {"does not cut", truncate_inside, EPERM, false, false, false},
    {"does not run a program", run_program, 0, true, false, true},
    {"does not trace", trace_itself, 0, true, false, true},
    {"does not fork", fork_itself, EPERM, false, false, true},
    {"makes no socket", make_socket, EPERM, false, false, false},
    {"makes no local socket", make_unix_socket, EPERM, false, false, false},
    {"does not connect", connect_out, EPERM, false, false, false},
    {"does not send to an address", send_out, EPERM, false, false, false},
    {"does not bind", bind_another, EPERM, false, false, false},
    {"does not signal another", signal_another, EPERM, false, false, true},
    {"makes no memory executable", make_executable, EPERM, false, false, true},
    {"does not change its user", change_user, EPERM, false, false, false},
    {"takes no capability", take_capabilities, EPERM, false, false, false},
    {"does not mount", mount_over, EPERM, false, false, false},
};
enum { ATTEMPT_COUNT = sizeof attempts / sizeof attempts[0] };

static void *try_in_thread(void *context)
{
    const struct attempt *attempt = context;
    return (void *)(intptr_t)attempt->try();
}

static int try_later(const struct attempt *attempt)
{
    pthread_t thread;
    void *returned;
    if (pthread_create(&thread, NULL, try_in_thread, (void *)(uintptr_t)attempt) != 0 ||
        pthread_join(thread, &returned) != 0)
        return EXIT_UNCONFINED;
    return (int)(intptr_t)returned;
}

/* The wait status of a confined process that makes the attempt. */
static int run_confined(const struct attempt *attempt, bool in_thread)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct process_sandbox sandbox;
        const char *const readable[] = {place.folder, "/nowhere/at/all"};
        if (process_confine(readable, 2, &sandbox, NULL) != LAWMAP_OK || !sandbox.system_calls)
            _exit(EXIT_UNCONFINED);
        _exit(in_thread ? try_later(attempt) : attempt->try());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static bool has_landlock(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0;
}

static void check_attempt(const struct attempt *attempt, bool in_thread)
{
    int status = run_confined(attempt, in_thread);
    if (attempt->is_fatal) {
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGSYS);
    } else {
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), attempt->expected);
    }
}

static void test_attempt(void **state)
{
    const struct attempt *attempt = *state;
    check_attempt(attempt, false);
    check_attempt(attempt, true);
    struct stat info; /* and it is as it was */
    assert_int_equal(stat(place.inside, &info), 0);
    assert_int_equal(info.st_size, 7);
}

/* A process that has confined itself and stays until end_confined(); `prepare` comes before. */
struct confined {
    pid_t process;
    int end[2];
};

static struct confined start_confined(bool (*prepare)(void))
{
    struct confined self;
    char byte;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, self.end), 0);
    self.process = fork();
    assert_true(self.process >= 0);
    if (self.process == 0) {
        struct process_sandbox sandbox;
        close(self.end[0]);
        bool confined =
            (prepare == NULL || prepare()) && process_confine(NULL, 0, &sandbox, NULL) == LAWMAP_OK;
        if (!confined || write(self.end[1], "x", 1) != 1)
            _exit(1);
        _exit(read(self.end[1], &byte, 1) == 0 ? 0 : 1);
    }
    close(self.end[1]);
    ssize_t ready = read(self.end[0], &byte, 1);
    assert_int_equal(ready, 1);
    return self;
}

static void end_confined(struct confined *self)
{
    int status = 0;
    close(self->end[0]);
    assert_int_equal(waitpid(self->process, &status, 0), self->process);
    assert_int_equal(status, 0);
}

static void test_status(void **state)
{
    (void)state;
    char path[64], line[256];
    int found = 0;
    struct confined confined = start_confined(NULL);
    snprintf(path, sizeof path, "/proc/%d/status", (int)confined.process);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        found += strcmp(line, "NoNewPrivs:\t1\n") == 0 || strcmp(line, "Seccomp:\t2\n") == 0 ||
                 strcmp(line, "CapEff:\t0000000000000000\n") == 0 ||
                 strcmp(line, "CapPrm:\t0000000000000000\n") == 0;
    fclose(file);
    end_confined(&confined);
    assert_int_equal(found, 4);
}

/* Who becomes another may not be dumped in any case, until it says that it may. */
static bool become_nobody_who_may_be_dumped(void)
{
    return (geteuid() != 0 || setresuid(NOBODY, NOBODY, NOBODY) == 0) &&
           prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

/* The files of a process that may not be dumped are root's (proc(5)). */
static void test_no_dump(void **state)
{
    (void)state;
    char path[64];
    struct stat info;
    struct confined confined = start_confined(become_nobody_who_may_be_dumped);
    snprintf(path, sizeof path, "/proc/%d/status", (int)confined.process);
    assert_int_equal(stat(path, &info), 0);
    end_confined(&confined);
    assert_int_equal(info.st_uid, 0);
}

/* Exits 0 in a process that has become the account and holds nothing more of the superuser's. */
static void check_account(const char *account, bool keeps_user)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        gid_t groups[8];
        bool became = process_become(account, NULL) == LAWMAP_OK;
        bool alone = getgroups(8, groups) == 1 && groups[0] == getgid();
        bool powerless = setgroups(0, NULL) != 0 && chroot("/") != 0 &&
                         (keeps_user ? geteuid() == 0 : geteuid() != 0 && setuid(0) != 0);
        _exit(became && alone && powerless ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_account(void **state)
{
    (void)state;
    check_account("nobody", false);
    check_account("root", true);
}

static void test_no_account(void **state)
{
    (void)state;
    struct lawmap_error error = {0};
    assert_int_equal(process_become("no-such-account", &error), LAWMAP_NOT_FOUND);
    assert_non_null(strstr(error.text, "no-such-account"));
}

static int make_place(void **state)
{
    (void)state;
    struct sockaddr_in bound = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof bound;
    strcpy(place.folder, "/tmp/lawmap-confine-XXXXXX");
    strcpy(place.outside, "/etc/passwd");
    if (mkdtemp(place.folder) == NULL)
        return -1;
    snprintf(place.inside, sizeof place.inside, "%s/inside", place.folder);
    FILE *file = fopen(place.inside, "w");
    if (file == NULL || fputs("content", file) < 0 || fclose(file) != 0)
        return -1;
    place.inotify = inotify_init1(IN_CLOEXEC);
    place.datagram = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    place.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (bind(place.listener, (struct sockaddr *)&bound, size) != 0 || listen(place.listener, 1) != 0 ||
        getsockname(place.listener, (struct sockaddr *)&bound, &size) != 0)
        return -1;
    place.port = ntohs(bound.sin_port);
    return 0;
}

static int remove_place(void **state)
{
    (void)state;
    close(place.listener);
    close(place.datagram);
    close(place.inotify);
    return unlink(place.inside) == 0 && rmdir(place.folder) == 0 ? 0 : -1;
}

static bool applies(const struct attempt *attempt)
{
    return !(attempt->by_sanitizer && HAS_SANITIZER) && !(attempt->by_landlock && !has_landlock());
}

/* What does not apply is left out: Meson takes cmocka's word for "skipped" for a failure. */
int main(void)
{
    size_t count = 0;
    struct CMUnitTest tests[ATTEMPT_COUNT + 4] = {{0}};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_status);
    if (!HAS_SANITIZER)
        tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_dump);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_account);
    if (process_is_superuser() && !HAS_THREAD_SANITIZER)
        tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_account);
    for (size_t i = 0; i < ATTEMPT_COUNT; i++)
        if (applies(&attempts[i]))
            tests[count++] = (struct CMUnitTest){.name = attempts[i].name,
                                                 .test_func = test_attempt,
                                                 .initial_state = (void *)(uintptr_t)&attempts[i]};
    return _cmocka_run_group_tests("confine", tests, count, make_place, remove_place);
}
