/* The absolute path of a file, without `.`, `..` and symbolic links. */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40 };

struct walk {
	/* Resolved so far: no `/` at the end, unless it is the root. */
	char resolved[PATH_MAX];
	/* Still to resolve. */
	char rest[PATH_MAX];
	int links;
};

static bool failure(int error)
{
	errno = error;
	return false;
}

static bool is_directory(const char *path)
{
	struct stat file;
	if (stat(path, &file))
		return false;
	return S_ISDIR(file.st_mode) ? true : failure(ENOTDIR);
}

static void drop_last_name(char *path)
{
	char *slash = strrchr(path, '/');
	slash[slash == path] = 0;
}

/* Appends a name to the resolved path; the last name need not be a directory. */
static bool enter(struct walk *walk, const char *name, size_t length, bool is_last)
{
	size_t end = strlen(walk->resolved);
	if (length > NAME_MAX || end + length + 2 > PATH_MAX)
		return failure(ENAMETOOLONG);
	if (end > 1)
		walk->resolved[end++] = '/';
	memcpy(walk->resolved + end, name, length);
	walk->resolved[end + length] = 0;

	char target[PATH_MAX];
	ssize_t target_length = readlink(walk->resolved, target, sizeof target - 1);
	if (target_length < 0)
		/* EINVAL: it is there, and not a symbolic link. */
		return errno == EINVAL && (is_last || is_directory(walk->resolved));
	if (++walk->links > MOST_LINKS)
		return failure(ELOOP);
	if (target_length + strlen(walk->rest) >= PATH_MAX)
		return failure(ENAMETOOLONG);
	memmove(walk->rest + target_length, walk->rest, strlen(walk->rest) + 1);
	memcpy(walk->rest, target, target_length);
	if (*walk->rest == '/')
		strcpy(walk->resolved, "/");
	else
		drop_last_name(walk->resolved);
	return true;
}

/* Takes the first name off the rest and follows it. */
static bool step(struct walk *walk)
{
	const char *start = walk->rest + strspn(walk->rest, "/");
	size_t length = strcspn(start, "/");
	char name[PATH_MAX];
	memcpy(name, start, length);
	name[length] = 0;
	memmove(walk->rest, start + length, strlen(start + length) + 1);

	if (length == 0)
		return true;
	if (strcmp(name, ".") == 0)
		return is_directory(walk->resolved);
	if (strcmp(name, "..") == 0) {
		if (!is_directory(walk->resolved))
			return false;
		drop_last_name(walk->resolved);
		return true;
	}
	return enter(walk, name, length, *walk->rest == 0);
}

char *realpath(const char *restrict path, char *restrict result)
{
	struct walk walk = {.links = 0};
	if (!path || !*path) {
		errno = path ? ENOENT : EINVAL;
		return 0;
	}
	if (strlen(path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return 0;
	}
	strcpy(walk.rest, path);
	if (*path == '/')
		strcpy(walk.resolved, "/");
	else if (!getcwd(walk.resolved, sizeof walk.resolved))
		return 0;
	while (*walk.rest)
		if (!step(&walk))
			return 0;
	return result ? strcpy(result, walk.resolved) : strdup(walk.resolved);
}
