/* Becoming another program. */
#include "kernel.h"
#include "result.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char default_path[] = "/usr/local/bin:/bin:/usr/bin";

struct block {
	char *bytes;
	size_t length;
};

/* A list of strings as one block of NUL-ended strings; without bytes if there is no memory for it. */
static struct block pack(char *const *list)
{
	struct block block = {0, 0};
	for (char *const *item = list; *item; item++)
		block.length += strlen(*item) + 1;
	block.bytes = malloc(block.length + 1);
	if (!block.bytes)
		return block;
	char *end = block.bytes;
	for (char *const *item = list; *item; item++)
		end = stpcpy(end, *item) + 1;
	return block;
}

int execve(const char *path, char *const arguments[], char *const environment[])
{
	struct block packed_arguments = pack(arguments);
	struct block packed_environment = pack(environment);
	int result = -ENOMEM;
	if (packed_arguments.bytes && packed_environment.bytes)
		result = kernel_execve(path, strlen(path), packed_arguments.bytes, packed_arguments.length,
				       packed_environment.bytes, packed_environment.length);
	free(packed_arguments.bytes);
	free(packed_environment.bytes);
	return posix_result(result);
}

int execv(const char *path, char *const arguments[])
{
	return execve(path, arguments, environ);
}

/* A file that can be executed and has no format the kernel knows is a shell script without a first line. */
static int exec_or_interpret(const char *path, char *const arguments[])
{
	execv(path, arguments);
	if (errno != ENOEXEC)
		return -1;
	size_t count = 0;
	while (arguments[count])
		count++;
	const char *script_arguments[count + 3];
	script_arguments[0] = "sh";
	script_arguments[1] = path;
	/* With its end; arguments[0], the name, makes place for the two above. */
	size_t copied = 2;
	for (size_t i = 1; i < count; i++)
		script_arguments[copied++] = arguments[i];
	script_arguments[copied] = 0;
	return execv("/bin/sh", (char *const *)script_arguments);
}

int execvp(const char *file, char *const arguments[])
{
	if (!*file)
		return wasi_result(ENOENT);
	if (strchr(file, '/'))
		return exec_or_interpret(file, arguments);

	const char *folder = getenv("PATH");
	if (!folder)
		folder = default_path;
	bool denied = false;
	while (true) {
		size_t length = strcspn(folder, ":");
		char path[PATH_MAX];
		if (length + strlen(file) + 2 <= sizeof path) {
			/* An empty entry is the working directory. */
			memcpy(path, folder, length);
			if (length > 0)
				path[length] = '/';
			strcpy(path + length + (length > 0), file);
			exec_or_interpret(path, arguments);
			if (errno == EACCES)
				denied = true;
			else if (errno != ENOENT && errno != ENOTDIR)
				return -1;
		}
		if (!folder[length])
			return wasi_result(denied ? EACCES : ENOENT);
		folder += length + 1;
	}
}

/* Declares `arguments`: the first one and the variable ones after it, with the 0 that ends them. */
#define GATHER_ARGUMENTS(first)                                                                                        \
	size_t count = 1;                                                                                              \
	va_list rest;                                                                                                  \
	va_start(rest, first);                                                                                         \
	while (va_arg(rest, char *))                                                                                   \
		count++;                                                                                               \
	va_end(rest);                                                                                                  \
	char *arguments[count + 1];                                                                                    \
	arguments[0] = (char *)first;                                                                                  \
	va_start(rest, first);                                                                                         \
	for (size_t i = 1; i <= count; i++)                                                                            \
		arguments[i] = va_arg(rest, char *);                                                                   \
	va_end(rest)

int execl(const char *path, const char *first, ...)
{
	GATHER_ARGUMENTS(first);
	return execv(path, arguments);
}

int execlp(const char *file, const char *first, ...)
{
	GATHER_ARGUMENTS(first);
	return execvp(file, arguments);
}
