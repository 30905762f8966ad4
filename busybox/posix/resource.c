/* Limits and priorities. The kernel has limits of its own (memory, processes, time), which no process can change. */
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

int getrlimit(int resource, struct rlimit *limit)
{
	limit->rlim_cur = limit->rlim_max = RLIM_INFINITY;
	if (resource == RLIMIT_NOFILE)
		limit->rlim_cur = limit->rlim_max = 1024;
	if (resource == RLIMIT_STACK)
		limit->rlim_cur = 8 << 20;
	return 0;
}

/* Accepted and without effect, as on a machine with more than enough of everything. */
int setrlimit(int resource, const struct rlimit *limit)
{
	return 0;
}

int getpriority(int which, id_t who)
{
	return 0;
}

int setpriority(int which, id_t who, int priority)
{
	return 0;
}

int nice(int increment)
{
	return increment;
}

/* One processor. */
int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
	memset(set, 0, size);
	*(unsigned char *)set = 1;
	return 0;
}
