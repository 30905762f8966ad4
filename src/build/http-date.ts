/** Dates of HTTP headers: RFC 9110, section 5.6.7, in the three forms that Go's `http.ParseTime` takes. */

const days = 'mon|tue|wed|thu|fri|sat|sun';
const longDays = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

const forms = [
  `(?:${days}), (?<day>\\d\\d) (?<month>${months}) (?<year>\\d{4}) ${time} GMT`,
  `(?:${longDays}), (?<day>\\d\\d)-(?<month>${months})-(?<year>\\d\\d) ${time} GMT`,
  `(?:${days}) (?<month>${months}) (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/** Unix seconds; undefined for what is no such date. The day of the week is not looked at, as in Go. */
export function parseHttpDate(text: string): number | undefined {
  for (const form of forms) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const { year = '', month = '', day, hour, minute, second } = parts;
    const date = new Date(0);
    date.setUTCFullYear(fullYear(year), months.split('|').indexOf(month.toLowerCase()), Number(day));
    date.setUTCHours(Number(hour), Number(minute), Number(second));
    const isInCalendar =
      date.getUTCDate() === Number(day) &&
      date.getUTCHours() === Number(hour) &&
      date.getUTCMinutes() === Number(minute) &&
      date.getUTCSeconds() === Number(second);
    return isInCalendar ? date.getTime() / 1000 : undefined;
  }
  return undefined;
}

function fullYear(year: string): number {
  const number = Number(year);
  if (year.length > 2) return number;
  return number + (number < 69 ? 2000 : 1900);
}
