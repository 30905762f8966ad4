/** busybox's own tests as jobs: what each runs in our shell, and how its results are read. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type SuiteName = 'ash_test' | 'testsuite';

export interface Job {
  readonly suite: SuiteName;
  /** A folder of `shell/ash_test`, or an applet of `testsuite`. */
  readonly name: string;
  readonly script: string;
}

/** Results by test; names that occur twice in a job are numbered. */
export interface JobResults {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Skipped or untested: the configuration lacks the feature. */
  readonly skipped: readonly string[];
}

/** Tests of what this busybox is built without, or that need a machine: mounting, building its own source. */
const leftOut = /^(all_sourcecode|mount|mdev|mkfs|start-stop)/;

/** All jobs of a folder that `busybox/tests.sh` made; it is seen as `/src` by the tests. */
export function listJobs(folder: string): readonly Job[] {
  const ash = readdirSync(join(folder, 'shell/ash_test'))
    .filter((name) => name.startsWith('ash-'))
    .sort()
    .map((name): Job => {
      const script = `cd /src/shell/ash_test; sh ./run-all ${name}; for f in *.fail; do test -e "$f" && { echo "=== $f"; cat "$f"; }; done`;
      return { suite: 'ash_test', name, script };
    });
  const applets = new Set(
    readdirSync(join(folder, 'testsuite'), { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return [entry.name];
      return entry.name.endsWith('.tests') ? [entry.name.slice(0, -'.tests'.length)] : [];
    }),
  );
  const tests = [...applets]
    .filter((name) => !leftOut.test(name))
    .sort()
    .map((name): Job => ({ suite: 'testsuite', name, script: `cd /src/testsuite; sh ./runtest -v ${name}` }));
  if (!existsSync(join(folder, 'busybox'))) throw new Error(`${folder}: there is no busybox to test`);
  return [...ash, ...tests];
}

export function readResults(job: Job, output: string): JobResults {
  const passed: string[] = [];
  const failed: string[] = [];
  const skipped: string[] = [];
  const seen = new Map<string, number>();
  const numbered = (name: string): string => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  };
  for (const line of output.split('\n')) {
    const ash = /^(ash-[^/ ]+\/[^ ]+)\.tests: (ok|fail|skip)/.exec(line);
    const test = /^(PASS|FAIL|SKIPPED|UNTESTED): (.*)$/.exec(line);
    if (job.suite === 'ash_test' && ash?.[1] !== undefined) {
      (ash[2] === 'ok' ? passed : ash[2] === 'fail' ? failed : skipped).push(numbered(ash[1]));
    } else if (job.suite === 'testsuite' && test?.[2] !== undefined) {
      const name = numbered(`${job.name}: ${test[2].trim()}`);
      (test[1] === 'PASS' ? passed : test[1] === 'FAIL' ? failed : skipped).push(name);
    }
  }
  return { passed, failed, skipped };
}
