/*
 * Local time from a TZ of the POSIX form (`CET-1CEST,M3.5.0,M10.5.0/3`: base definitions, section 8.3). wasi-libc knows
 * only UTC; these are the functions its localtime, mktime and strftime ask. A TZ that is the name of a zone
 * (`Europe/Berlin`) would need the zone files, which the base images do not have: it is UTC, as with any libc that
 * does not find them.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LONGEST_TZ = 255, LONGEST_NAME = 15, HOUR = 3600, DAY = 86400 };

/* When a change happens in a year: `Jn`, `n` or `Mm.w.d`, and the seconds after that day's midnight. */
struct rule {
	enum { JULIAN, DAY_OF_YEAR, WEEKDAY } kind;
	int month, week, day;
	long seconds;
};

struct zone {
	/* Standard time and summer time; seconds east of Greenwich. */
	char names[2][LONGEST_NAME + 1];
	long offsets[2];
	bool has_summer;
	struct rule summer_starts, summer_ends;
};

const char __utc[] = "UTC";

static const struct zone utc = {.names = {"UTC"}};
static struct zone zone = {.names = {"UTC"}};
static char current_tz[LONGEST_TZ + 1];

/* The parsers below take what they understand off the text, and say whether they did. */

static bool take_name(const char **text, char name[LONGEST_NAME + 1])
{
	const char *start = *text;
	size_t length = 0;
	if (*start == '<') {
		length = strcspn(++start, ">");
		if (!start[length])
			return false;
		*text = start + length + 1;
	} else {
		while (isalpha((unsigned char)start[length]))
			length++;
		*text = start + length;
	}
	if (length < 3 || length > LONGEST_NAME)
		return false;
	memcpy(name, start, length);
	name[length] = 0;
	return true;
}

static bool take_number(const char **text, int most, int *number)
{
	*number = 0;
	if (!isdigit((unsigned char)**text))
		return false;
	for (; isdigit((unsigned char)**text); (*text)++) {
		*number = *number * 10 + (**text - '0');
		if (*number > most)
			return false;
	}
	return true;
}

static bool take(const char **text, char letter)
{
	if (**text != letter)
		return false;
	(*text)++;
	return true;
}

/* [+|-]hh[:mm[:ss]] in seconds; the hours of a rule go up to a week. */
static bool take_time(const char **text, long *seconds)
{
	int hours, minutes = 0, rest = 0;
	bool negative = take(text, '-');
	if (!negative)
		take(text, '+');
	if (!take_number(text, 167, &hours))
		return false;
	if (take(text, ':') && !take_number(text, 59, &minutes))
		return false;
	if (take(text, ':') && !take_number(text, 59, &rest))
		return false;
	*seconds = hours * HOUR + minutes * 60 + rest;
	if (negative)
		*seconds = -*seconds;
	return true;
}

static bool take_rule(const char **text, struct rule *rule)
{
	rule->seconds = 2 * HOUR;
	if (take(text, 'M')) {
		rule->kind = WEEKDAY;
		if (!take_number(text, 12, &rule->month) || rule->month < 1 || !take(text, '.') ||
		    !take_number(text, 5, &rule->week) || rule->week < 1 || !take(text, '.') ||
		    !take_number(text, 6, &rule->day))
			return false;
	} else {
		rule->kind = take(text, 'J') ? JULIAN : DAY_OF_YEAR;
		if (!take_number(text, 365, &rule->day))
			return false;
	}
	return !take(text, '/') || take_time(text, &rule->seconds);
}

static bool parse(const char *text, struct zone *result)
{
	long west;
	*result = (struct zone){0};
	if (!take_name(&text, result->names[0]) || !take_time(&text, &west))
		return false;
	result->offsets[0] = -west;
	if (!*text)
		return true;

	result->has_summer = true;
	if (!take_name(&text, result->names[1]))
		return false;
	result->offsets[1] = result->offsets[0] + HOUR;
	if (*text && *text != ',') {
		if (!take_time(&text, &west))
			return false;
		result->offsets[1] = -west;
	}
	/* Without rules, those of the United States, as in glibc. */
	if (!*text)
		text = ",M3.2.0,M11.1.0";
	return take(&text, ',') && take_rule(&text, &result->summer_starts) && take(&text, ',') &&
	       take_rule(&text, &result->summer_ends) && !*text;
}

void tzset(void)
{
	const char *tz = getenv("TZ");
	if (!tz || strlen(tz) > LONGEST_TZ)
		tz = "";
	if (strcmp(tz, current_tz) == 0)
		return;
	strcpy(current_tz, tz);
	if (*tz == ':')
		tz++;
	if (!parse(tz, &zone))
		zone = utc;
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1 January 1970 to 1 January of the year. */
static int64_t days_before(int64_t year)
{
	int64_t past = year - 1;
	int64_t leaps = (past >= 0 ? past : past - 3) / 4 - (past >= 0 ? past : past - 99) / 100 +
			(past >= 0 ? past : past - 399) / 400;
	return past * 365 + leaps - 719162;
}

static int64_t year_of(int64_t seconds)
{
	const int64_t seconds_in_400_years = 146097ll * DAY;
	int64_t year = 1970 + seconds / (seconds_in_400_years / 400);
	while (days_before(year) * DAY > seconds)
		year--;
	while (days_before(year + 1) * DAY <= seconds)
		year++;
	return year;
}

static int64_t weekday_in_month(const struct rule *rule, int64_t year)
{
	static const short before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
	int leap_day = is_leap(year);
	int64_t first = days_before(year) + before_month[rule->month - 1] + (rule->month > 2 ? leap_day : 0);
	int64_t next = days_before(year) + before_month[rule->month] + (rule->month >= 2 ? leap_day : 0);
	/* 1 January 1970 was a Thursday. */
	int first_weekday = ((first + 4) % 7 + 7) % 7;
	int64_t day = first + (rule->day - first_weekday + 7) % 7 + (rule->week - 1) * 7;
	return day < next ? day : day - 7;
}

/* In seconds of the clock on the wall before the change. */
static int64_t change(const struct rule *rule, int64_t year)
{
	int64_t day;
	if (rule->kind == WEEKDAY)
		day = weekday_in_month(rule, year);
	else if (rule->kind == JULIAN)
		/* 29 February is never counted: day 60 is 1 March in every year. */
		day = days_before(year) + rule->day - 1 + (rule->day >= 60 && is_leap(year));
	else
		day = days_before(year) + rule->day;
	return day * DAY + rule->seconds;
}

/* `local`: the time is one of the clock on the wall in standard time, not UTC. */
static bool is_summer(int64_t time, bool local)
{
	if (!zone.has_summer)
		return false;
	int64_t year = year_of(local ? time : time + zone.offsets[0]);
	int64_t start = change(&zone.summer_starts, year);
	int64_t end = change(&zone.summer_ends, year);
	if (!local) {
		start -= zone.offsets[0];
		end -= zone.offsets[1];
	}
	if (start < end)
		return start <= time && time < end;
	return !(end <= time && time < start);
}

/* What wasi-libc's localtime and mktime ask: the offset and name in force, and the offset that is not. */
void __secs_to_zone(long long time, int local, int *is_dst, long *offset, long *other_offset, const char **name)
{
	tzset();
	int season = is_summer(time, local);
	*is_dst = season;
	*offset = zone.offsets[season];
	if (other_offset)
		*other_offset = zone.offsets[zone.has_summer ? !season : season];
	*name = zone.names[season];
}

/* What strftime asks for %Z. The name is only ours, and not made up by the program, if it is one of these. */
const char *__tm_to_tzname(const struct tm *time)
{
	const char *name = time->__tm_zone;
	bool known = name == __utc || name == zone.names[0] || name == zone.names[1];
	return known ? name : "";
}
