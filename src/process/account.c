#include "capabilities.h"

#include <lawmap/process.h>

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ENTRY_SIZE = 16 << 10 }; /* of the user database: a name, a home, a shell */

bool process_is_superuser(void)
{
    return geteuid() == 0;
}

static enum lawmap_status find_account(const char *name, uid_t *user, gid_t *group,
                                       struct lawmap_error *error)
{
    struct passwd entry, *found = NULL;
    char *text = malloc(ENTRY_SIZE);
    if (text == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    int failure = getpwnam_r(name, &entry, text, ENTRY_SIZE, &found);
    if (found != NULL) {
        *user = entry.pw_uid;
        *group = entry.pw_gid;
    }
    free(text);
    if (found != NULL)
        return LAWMAP_OK;
    if (failure != 0)
        return lawmap_fail(error, LAWMAP_IO, "--user %s: %s", name, strerror(failure));
    return lawmap_fail(error, LAWMAP_NOT_FOUND, "--user %s: this system has no such account", name);
}

/* The groups first: who is no longer the superuser cannot change them. */
static bool take(uid_t user, gid_t group)
{
    return setgroups(1, &group) == 0 && setresgid(group, group, group) == 0 &&
           setresuid(user, user, user) == 0;
}

/* What the kernel says, whatever the calls returned; and there is no way back. */
static bool is_taken(uid_t user, gid_t group)
{
    uid_t users[3];
    gid_t groups[3];
    if (getresuid(&users[0], &users[1], &users[2]) != 0 || getresgid(&groups[0], &groups[1], &groups[2]) != 0)
        return false;
    for (int i = 0; i < 3; i++)
        if (users[i] != user || groups[i] != group)
            return false;
    return getgroups(0, NULL) == 1 && (user == 0 || (setuid(0) != 0 && seteuid(0) != 0));
}

enum lawmap_status process_become(const char *account, struct lawmap_error *error)
{
    uid_t user = 0;
    gid_t group = 0;
    enum lawmap_status status = find_account(account, &user, &group, error);
    if (status != LAWMAP_OK)
        return status;
    if (geteuid() != 0 && getuid() == user && geteuid() == user)
        return LAWMAP_OK;
    if (geteuid() != 0)
        return lawmap_fail(error, LAWMAP_IO, "--user %s: only the superuser can take another account",
                           account);
    if (!take(user, group) || !is_taken(user, group))
        return lawmap_fail(error, LAWMAP_IO, "--user %s: the account cannot be taken: %s", account,
                           strerror(errno));
    return capabilities_give_up(error);
}
