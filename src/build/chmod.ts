/**
 * `--chmod`: octal, or symbolic as chmod(1) has it (`u=rwX,go=rX`). BuildKit reads the latter as BSD's setmode(3)
 * without a umask (github.com/tonistiigi/dchapes-mode), but for `X`, which goes with every operator as on Linux.
 */
import { CopyError } from './copy/copy-error.ts';

/** What `--chmod` asks for. */
export type Chmod =
  | { readonly kind: 'octal'; readonly mode: number }
  | { readonly kind: 'symbolic'; readonly actions: readonly Action[] };

type Class = 'u' | 'g' | 'o';

interface Action {
  /** Bits that it may touch: user 0o4700, group 0o2070, others 0o0007; 0o1000 only where `t` is written. */
  readonly who: number;
  readonly operator: '+' | '-' | '=';
  /** `rwxst` as bits for everybody. */
  readonly bits: number;
  /** `X`: execute for directories and for what somebody could execute before. */
  readonly executeIfAny: boolean;
  /** Whose permissions are taken: `g=u`. */
  readonly copies: readonly Class[];
}

const allBits = 0o7777;
const withoutSticky = 0o6777;
const sticky = 0o1000;
const classBits: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o0007, a: withoutSticky };
const permissionBits: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };
const shifts: Readonly<Record<Class, number>> = { u: 6, g: 3, o: 0 };

/** @throws CopyError `chmod-invalid`. */
export function parseChmod(text: string): Chmod {
  if (/^[0-7]+$/.test(text)) {
    const mode = Number.parseInt(text, 8);
    if (mode <= allBits) return { kind: 'octal', mode };
  }
  if (/^\d/.test(text)) {
    throw new CopyError(
      'chmod-invalid',
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
      'Write the mode with the digits 0 to 7, e.g. --chmod=755, or symbolically, e.g. --chmod=u=rwX,go=rX.',
    );
  }
  return { kind: 'symbolic', actions: text.split(',').flatMap(parseClause) };
}

function parseClause(text: string): Action[] {
  const match = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/.exec(text);
  if (match === null) {
    throw new CopyError(
      'chmod-invalid',
      // The frontend's own error: BuildKit has it without "failed to solve".
      'failed to run Build function: invalid syntax',
      `"${text}" is no mode. Write octal digits, e.g. --chmod=755, or who, how and what, e.g. --chmod=go-w.`,
    );
  }
  const [, classes = '', rest = ''] = match;
  const who = [...classes].reduce((bits, letter) => bits | (classBits[letter] ?? 0), 0) || withoutSticky;
  return [...rest.matchAll(/([-+=])([rwxXstugo]*)/g)].map(([, operator = '=', what = '']) => ({
    ...parsePermissions(what, who),
    operator: operator === '+' || operator === '-' ? operator : '=',
  }));
}

function parsePermissions(what: string, who: number): Omit<Action, 'operator'> {
  let bits = 0;
  let touched = who;
  for (const letter of what) {
    bits |= permissionBits[letter] ?? 0;
    // For others alone there is neither setuid nor sticky.
    if (who === 0o0007) continue;
    if (letter === 's') bits |= 0o6000;
    if (letter === 't') {
      bits |= sticky;
      touched |= sticky;
    }
  }
  const copies = [...what].flatMap((letter): Class[] =>
    letter === 'u' || letter === 'g' || letter === 'o' ? [letter] : [],
  );
  return { who: touched, bits, executeIfAny: what.includes('X'), copies };
}

/** The mode (0 to 0o7777) that a file or directory of this mode gets. */
export function applyChmod(chmod: Chmod, mode: number, isDirectory: boolean): number {
  if (chmod.kind === 'octal') return chmod.mode;
  const canExecute = isDirectory || (mode & 0o111) !== 0;
  let result = mode;
  for (const action of chmod.actions) {
    const { operator, who, copies } = action;
    const bits = (action.executeIfAny && canExecute ? action.bits | 0o111 : action.bits) & who;
    if (operator === '+') result |= bits;
    else if (operator === '-') result &= ~bits;
    // `g=g` clears nothing first: it takes what is there. (What is there now: `g=u,o=g` gives others the user's.)
    else if (copies.length === 0 || bits !== 0) result = (result & ~who) | bits;
    for (const from of copies) {
      result = copyClass(result, (result >> shifts[from]) & 7, operator, who);
    }
  }
  return result & allBits;
}

function copyClass(mode: number, permissions: number, operator: Action['operator'], who: number): number {
  const bits = (permissions * 0o111) & who & 0o777;
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  return (mode & ~(who & 0o777)) | bits;
}
