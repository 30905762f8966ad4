/* mmap as memory with a copy of the file in it: enough for reading a file and for memory without one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 65536 };

void *mmap(void *wish, size_t length, int protection, int flags, int descriptor, off_t offset)
{
	char *memory = aligned_alloc(PAGE, (length + PAGE - 1) / PAGE * PAGE);
	if (!memory) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	memset(memory, 0, length);
	size_t filled = 0;
	while (descriptor >= 0 && filled < length) {
		ssize_t bytes = pread(descriptor, memory + filled, length - filled, offset + filled);
		if (bytes <= 0)
			break;
		filled += bytes;
	}
	return memory;
}

int munmap(void *memory, size_t length)
{
	free(memory);
	return 0;
}
