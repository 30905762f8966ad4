/**
 * Reads `WWW-Authenticate` (RFC 9110, section 11.6.1): which ways of authenticating a registry offers. Parameters
 * may be tokens or quoted strings, and one header may hold several challenges.
 */

export interface Challenge {
  /** In small letters: `bearer`, `basic`. */
  readonly scheme: string;
  /** By their names in small letters: `realm`, `service`, `scope`, `error`. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Longer headers are no challenge that anybody means. */
const longestHeader = 8192;

const schemeStart = /\s*,*\s*([A-Za-z][\w.~+-]*)(?=\s|,|$)(?!\s*=)/y;
const parameter = /\s*,*\s*([A-Za-z][\w.~+-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*))/y;

/** All challenges, in their order; what can't be read ends the list. */
export function parseChallenges(header: string | null): readonly Challenge[] {
  if (header === null || header.length > longestHeader) return [];
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  for (let at = 0; at < header.length; ) {
    const scheme = matchAt(schemeStart, header, at);
    if (scheme !== undefined) {
      challenges.push({ scheme: (scheme.match[1] ?? '').toLowerCase(), parameters: new Map() });
      at = scheme.end;
      continue;
    }
    const found = matchAt(parameter, header, at);
    const current = challenges.at(-1);
    if (found === undefined || current === undefined) break;
    const [, name = '', quoted, token] = found.match;
    current.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
    at = found.end;
  }
  return challenges;
}

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly match: RegExpExecArray; readonly end: number } | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null || match[0] === '' ? undefined : { match, end: pattern.lastIndex };
}
