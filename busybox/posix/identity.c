/* Who a process is: users and groups by number. Names are busybox's own business (libpwdgrp). */
#include "kernel.h"
#include "result.h"

#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

uid_t getuid(void)
{
	return kernel_getid(KERNEL_UID);
}

uid_t geteuid(void)
{
	return kernel_getid(KERNEL_EUID);
}

gid_t getgid(void)
{
	return kernel_getid(KERNEL_GID);
}

gid_t getegid(void)
{
	return kernel_getid(KERNEL_EGID);
}

int setuid(uid_t user)
{
	return posix_result(kernel_setid(KERNEL_UID, user));
}

int seteuid(uid_t user)
{
	return posix_result(kernel_setid(KERNEL_EUID, user));
}

int setgid(gid_t group)
{
	return posix_result(kernel_setid(KERNEL_GID, group));
}

int setegid(gid_t group)
{
	return posix_result(kernel_setid(KERNEL_EGID, group));
}

int getgroups(int count, gid_t groups[])
{
	return posix_result(kernel_getgroups(count, groups));
}

int setgroups(size_t count, const gid_t groups[])
{
	return posix_result(kernel_setgroups(count, groups));
}

int getlogin_r(char *name, size_t size)
{
	const char *user = getenv("LOGNAME");
	if (!user)
		return ENOENT;
	return (size_t)snprintf(name, size, "%s", user) < size ? 0 : ERANGE;
}
