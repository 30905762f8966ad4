/**
 * Counts what passed and compares what failed with a suite's `differences.json`: differences that are known and
 * have a reason. A known one that does not occur any more fails too, so that the file stays true.
 */
import { existsSync, readFileSync } from 'node:fs';

export class Tally {
  readonly #known: ReadonlyMap<string, string>;
  readonly #met = new Set<string>();
  #passed = 0;
  #failed = 0;

  /** `file` is an object of reasons by the name of the check. `isRun`: the checks of this run. */
  constructor(file: URL, isRun: (name: string) => boolean = () => true) {
    const parsed: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    const known = Object.entries(parsed ?? {}).filter(([name]) => isRun(name));
    this.#known = new Map(known.map(([name, reason]) => [name, String(reason)]));
  }

  /** `difference` says how it differs, or is undefined when all is as expected. */
  check(name: string, difference: string | undefined): void {
    const reason = this.#known.get(name);
    this.#met.add(name);
    if (difference === undefined && reason === undefined) {
      this.#passed++;
    } else if (difference !== undefined && reason !== undefined) {
      console.log(`known difference: ${name}: ${reason}`);
    } else if (difference === undefined) {
      this.#fail(name, 'is listed as a known difference, but does not differ any more: take it out');
    } else {
      this.#fail(name, difference);
    }
  }

  /** Prints the suite's line, and makes the process fail when anything did. */
  finish(): void {
    for (const name of this.#known.keys()) {
      if (!this.#met.has(name)) this.#fail(name, 'is listed as a known difference, but is not checked');
    }
    const known = [...this.#known.keys()].length;
    console.log(
      `${this.#passed} passed, ${this.#failed} failed${known > 0 ? `, ${known} known ${known === 1 ? 'difference' : 'differences'}` : ''}`,
    );
    if (this.#failed > 0) process.exitCode = 1;
  }

  #fail(name: string, difference: string): void {
    this.#failed++;
    console.log(`FAILED ${name}: ${difference}`);
  }
}

/** The first lines that differ, of both sides; undefined when the lists are equal. */
export function listDifference(
  expected: readonly string[],
  actual: readonly string[],
  shown = 4,
): string | undefined {
  const lines: string[] = [];
  const missing = expected.filter((line) => !actual.includes(line));
  const extra = actual.filter((line) => !expected.includes(line));
  for (const line of missing.slice(0, shown)) lines.push(`\n    expected ${line}`);
  for (const line of extra.slice(0, shown)) lines.push(`\n    got      ${line}`);
  if (lines.length > 0) return lines.join('');
  const at = expected.findIndex((line, index) => line !== actual[index]);
  if (at >= 0 || expected.length !== actual.length) {
    const place = at < 0 ? expected.length : at;
    return `order: expected ${expected[place]}, got ${actual[place]}`;
  }
  return undefined;
}
