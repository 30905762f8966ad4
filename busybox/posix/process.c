/* Processes: making one, waiting for its end, who they are. */
#include "delivery.h"
#include "kernel.h"
#include "result.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t getpid(void)
{
	int process;
	kernel_proc_id(&process);
	return process;
}

pid_t getppid(void)
{
	int parent;
	kernel_proc_parent(getpid(), &parent);
	return parent;
}

pid_t fork(void)
{
	int child = 0;
	if (wasi_result(kernel_proc_fork(1, &child)))
		return -1;
	take_signals();
	return child;
}

/* The child has a memory of its own all the same: it costs 0.01 ms, and nothing can go wrong in it. */
pid_t vfork(void)
{
	return fork();
}

static struct timeval from_microseconds(uint64_t microseconds)
{
	return (struct timeval){.tv_sec = microseconds / 1000000, .tv_usec = microseconds % 1000000};
}

pid_t wait4(pid_t process, int *status, int options, struct rusage *usage)
{
	int32_t ended_with = 0;
	uint64_t times[2] = {0, 0};
	int result;
	do
		result = kernel_wait4(process, &ended_with, options, times);
	while (call_again(result < 0 ? -result : 0));
	if (result < 0)
		return posix_result(result);
	if (status)
		*status = ended_with;
	if (usage) {
		memset(usage, 0, sizeof *usage);
		usage->ru_utime = from_microseconds(times[0]);
		usage->ru_stime = from_microseconds(times[1]);
	}
	return result;
}

pid_t wait3(int *status, int options, struct rusage *usage)
{
	return wait4(-1, status, options, usage);
}

pid_t waitpid(pid_t process, int *status, int options)
{
	return wait4(process, status, options, 0);
}

pid_t wait(int *status)
{
	return wait4(-1, status, 0, 0);
}

pid_t getsid(pid_t process)
{
	return posix_result(kernel_getsid(process));
}

pid_t setsid(void)
{
	return posix_result(kernel_setsid());
}

pid_t getpgid(pid_t process)
{
	return posix_result(kernel_getpgid(process));
}

pid_t getpgrp(void)
{
	return getpgid(0);
}

int setpgid(pid_t process, pid_t group)
{
	return posix_result(kernel_setpgid(process, group));
}
