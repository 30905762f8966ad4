/* Filesystems: how full they are, and the table of mounts (/proc/mounts, which the kernel writes). */
#include "kernel.h"
#include "result.h"

#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

enum { LONGEST_NAME = 255 };

int statfs(const char *path, struct statfs *result)
{
	uint64_t numbers[6];
	if (posix_result(kernel_statfs(path, strlen(path), numbers)) < 0)
		return -1;
	memset(result, 0, sizeof *result);
	result->f_bsize = result->f_frsize = numbers[0];
	result->f_blocks = numbers[1];
	result->f_bfree = result->f_bavail = numbers[2];
	result->f_files = numbers[3];
	result->f_ffree = numbers[4];
	result->f_type = numbers[5];
	result->f_namelen = LONGEST_NAME;
	return 0;
}

int statvfs(const char *restrict path, struct statvfs *restrict result)
{
	struct statfs numbers;
	if (statfs(path, &numbers))
		return -1;
	memset(result, 0, sizeof *result);
	result->f_bsize = result->f_frsize = numbers.f_bsize;
	result->f_blocks = numbers.f_blocks;
	result->f_bfree = result->f_bavail = numbers.f_bfree;
	result->f_files = numbers.f_files;
	result->f_ffree = result->f_favail = numbers.f_ffree;
	result->f_namemax = LONGEST_NAME;
	return 0;
}

FILE *setmntent(const char *path, const char *mode)
{
	return fopen(path, mode);
}

int endmntent(FILE *table)
{
	if (table)
		fclose(table);
	return 1;
}

struct mntent *getmntent_r(FILE *table, struct mntent *mount, char *line, int size)
{
	do
		if (!fgets(line, size, table))
			return 0;
	while (*line == '#' || *line == '\n');

	char *rest;
	mount->mnt_fsname = strtok_r(line, " \t\n", &rest);
	mount->mnt_dir = strtok_r(0, " \t\n", &rest);
	mount->mnt_type = strtok_r(0, " \t\n", &rest);
	mount->mnt_opts = strtok_r(0, " \t\n", &rest);
	if (!mount->mnt_opts)
		mount->mnt_opts = "";
	mount->mnt_freq = mount->mnt_passno = 0;
	return mount;
}

struct mntent *getmntent(FILE *table)
{
	static struct mntent mount;
	static char line[1024];
	return getmntent_r(table, &mount, line, sizeof line);
}
