/* Files and folders with a new name: the six X at the end of a template become random letters. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <wasi/api.h>

enum { MOST_TRIES = 100, PLACES = 6 };

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* Where the X start, or 0 with errno set. */
static char *places(char *template)
{
	size_t length = strlen(template);
	if (length >= PLACES && memcmp(template + length - PLACES, "XXXXXX", PLACES) == 0)
		return template + length - PLACES;
	errno = EINVAL;
	return 0;
}

static void fill(char *place)
{
	uint8_t random[PLACES] = {0};
	(void)__wasi_random_get(random, sizeof random);
	for (int i = 0; i < PLACES; i++)
		place[i] = letters[random[i] % (sizeof letters - 1)];
}

int mkstemp(char *template)
{
	char *place = places(template);
	for (int tries = 0; place && tries < MOST_TRIES; tries++) {
		fill(place);
		int descriptor = open(template, O_RDWR | O_CREAT | O_EXCL, 0600);
		if (descriptor >= 0)
			return descriptor;
		if (errno != EEXIST)
			break;
	}
	if (place)
		memset(place, 'X', PLACES);
	return -1;
}

char *mkdtemp(char *template)
{
	char *place = places(template);
	for (int tries = 0; place && tries < MOST_TRIES; tries++) {
		fill(place);
		if (mkdir(template, 0700) == 0)
			return template;
		if (errno != EEXIST)
			break;
	}
	if (place)
		memset(place, 'X', PLACES);
	return 0;
}

/* Makes nothing: the name was free a moment ago. An empty string if none was found. */
char *mktemp(char *template)
{
	char *place = places(template);
	for (int tries = 0; place && tries < MOST_TRIES; tries++) {
		struct stat file;
		fill(place);
		if (stat(template, &file) && errno == ENOENT)
			return template;
	}
	*template = 0;
	return template;
}
