/** Signals by name, as STOPSIGNAL and `docker kill` take them (github.com/moby/sys/signal on Linux). */

const numbers: ReadonlyMap<string, number> = new Map(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG ' +
    'XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, at) => [name, at + 1]),
);
const otherNames: Readonly<Record<string, string>> = { IOT: 'ABRT', CLD: 'CHLD', POLL: 'IO' };
const lastSignal = 64;
const firstRealTime = 34;

/** The number of a name, with or without `SIG`, or of a number; undefined when there is no such signal. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number >= 1 && number <= lastSignal ? number : undefined;
  }
  const name = text.toUpperCase().replace(/^SIG/, '');
  const realTime = /^RT(MIN|MAX)(?:([+-])(\d{1,2}))?$/.exec(name);
  if (realTime !== null) {
    const from = realTime[1] === 'MIN' ? firstRealTime : lastSignal;
    const number = from + Number(`${realTime[2] ?? ''}${realTime[3] ?? 0}`);
    return number >= firstRealTime && number <= lastSignal ? number : undefined;
  }
  return numbers.get(Object.hasOwn(otherNames, name) ? (otherNames[name] ?? name) : name);
}

/** The name of a number: `SIGTERM`. */
export function signalName(number: number): string {
  for (const [name, value] of numbers) if (value === number) return `SIG${name}`;
  return `signal ${number}`;
}
