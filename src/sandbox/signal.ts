/** Signals: their numbers on Linux, what they do when nobody handles them, and a process's dispositions. */

export const signal = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ABRT: 6,
  KILL: 9,
  SEGV: 11,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  WINCH: 28,
} as const;

/** What a program asked for: the default, nothing, or its own handler. */
export const disposition = { default: 0, ignore: 1, handler: 2 } as const;

export const maxSignal = 64;

const ignoredByDefault: ReadonlySet<number> = new Set([signal.CHLD, signal.CONT, signal.URG, signal.WINCH]);
const stopsByDefault: ReadonlySet<number> = new Set([signal.STOP, signal.TSTP, signal.TTIN, signal.TTOU]);

/** Stops that come from the keyboard or the terminal: not for groups that nobody could continue. */
export const terminalStops: ReadonlySet<number> = new Set([signal.TSTP, signal.TTIN, signal.TTOU]);
/** What SIGCONT takes back, and what takes it back. */
export const stopSignals = [...stopsByDefault].reduce(
  (mask, number) => mask | (1n << BigInt(number - 1)),
  0n,
);

export type DefaultAction = 'ignore' | 'stop' | 'terminate';

export function defaultAction(number: number): DefaultAction {
  if (ignoredByDefault.has(number)) return 'ignore';
  return stopsByDefault.has(number) ? 'stop' : 'terminate';
}

/** A signal's place in a mask. */
export const signalBit = (number: number): bigint => 1n << BigInt(number - 1);

/** Neither may be blocked. */
export const unblockable = signalBit(signal.KILL) | signalBit(signal.STOP);

/** The lowest signal of a set; 0 for none. */
export function firstSignal(set: bigint): number {
  if (set === 0n) return 0;
  for (let number = 1; number <= maxSignal; number++) if ((set & signalBit(number)) !== 0n) return number;
  return 0;
}
