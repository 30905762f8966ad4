/* Running a shell command: system and popen. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_STREAMS = 16 };

static struct {
	FILE *stream;
	pid_t process;
} open_streams[MOST_STREAMS];

static _Noreturn void become_shell(const char *command)
{
	execl("/bin/sh", "sh", "-c", command, (char *)0);
	_Exit(127);
}

/* The status of a process, however often a signal interrupts waiting for it; -1 if there is no such process. */
static int status_of(pid_t process)
{
	int status;
	while (waitpid(process, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

int system(const char *command)
{
	if (!command)
		return 1;
	pid_t process = fork();
	if (process == 0)
		become_shell(command);
	return process < 0 ? -1 : status_of(process);
}

FILE *popen(const char *command, const char *mode)
{
	int slot = 0;
	while (slot < MOST_STREAMS && open_streams[slot].stream)
		slot++;
	if (slot == MOST_STREAMS) {
		errno = EMFILE;
		return 0;
	}
	bool writes = *mode == 'w';
	int ends[2];
	if (pipe2(ends, O_CLOEXEC))
		return 0;
	int ours = ends[writes], theirs = ends[!writes];
	/* The child's copy of what is buffered must not be written a second time. */
	fflush(0);
	pid_t process = fork();
	if (process == 0) {
		dup2(theirs, writes ? STDIN_FILENO : STDOUT_FILENO);
		become_shell(command);
	}
	close(theirs);
	FILE *stream = process < 0 ? 0 : fdopen(ours, mode);
	if (!stream) {
		close(ours);
		return 0;
	}
	open_streams[slot].stream = stream;
	open_streams[slot].process = process;
	return stream;
}

int pclose(FILE *stream)
{
	for (int slot = 0; slot < MOST_STREAMS; slot++) {
		if (open_streams[slot].stream == stream) {
			open_streams[slot].stream = 0;
			fclose(stream);
			return status_of(open_streams[slot].process);
		}
	}
	errno = ECHILD;
	return -1;
}
