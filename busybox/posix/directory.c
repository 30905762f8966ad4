/* Reading directories. The kernel gives WASI's records, `.` and `..` included. */
#include "result.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

enum { BUFFER_SIZE = 4096 };

struct _DIR {
	int descriptor;
	/* Where the next record is: for the kernel, and in what is buffered. */
	__wasi_dircookie_t cookie;
	size_t position, length;
	bool at_end;
	/* A dirent, whose name is an array without a size, with room for any name that fits in the buffer. */
	_Alignas(struct dirent) char entry[sizeof(struct dirent) + BUFFER_SIZE];
	uint8_t buffer[BUFFER_SIZE];
};

DIR *opendir(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0)
		return 0;
	DIR *directory = calloc(1, sizeof *directory);
	if (!directory) {
		close(descriptor);
		return 0;
	}
	directory->descriptor = descriptor;
	return directory;
}

int closedir(DIR *directory)
{
	int descriptor = directory->descriptor;
	free(directory);
	return close(descriptor);
}

/* False at the end of the directory and on failure, with errno set. */
static bool fill(DIR *directory)
{
	size_t length;
	if (directory->at_end || wasi_result(__wasi_fd_readdir(directory->descriptor, directory->buffer,
							       sizeof directory->buffer, directory->cookie, &length)))
		return false;
	directory->position = 0;
	directory->length = length;
	directory->at_end = length < sizeof directory->buffer;
	return length > 0;
}

/* The record at the current position, or 0 if it is not wholly in the buffer. */
static struct dirent *take_record(DIR *directory)
{
	__wasi_dirent_t record;
	size_t left = directory->length - directory->position;
	const uint8_t *start = directory->buffer + directory->position;
	if (left < sizeof record)
		return 0;
	memcpy(&record, start, sizeof record);
	if (left - sizeof record < record.d_namlen)
		return 0;
	struct dirent *entry = (struct dirent *)directory->entry;
	entry->d_ino = record.d_ino;
	entry->d_type = record.d_type;
	memcpy(entry->d_name, start + sizeof record, record.d_namlen);
	entry->d_name[record.d_namlen] = 0;
	directory->position += sizeof record + record.d_namlen;
	directory->cookie = record.d_next;
	return entry;
}

struct dirent *readdir(DIR *directory)
{
	struct dirent *entry = take_record(directory);
	if (entry || !fill(directory))
		return entry;
	entry = take_record(directory);
	if (!entry)
		errno = ENAMETOOLONG;
	return entry;
}
