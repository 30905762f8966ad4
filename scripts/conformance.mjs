// Runs the conformance suites: every test/conformance/NAME/run.ts but the long ones, or the named ones. A suite prints its own
// line `N passed, N failed` and exits non-zero when anything differs from what it expects.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies, root, run } from './dependencies.mjs';

/** Minutes each: `.ci/run` names them. */
const longSuites = ['busybox', 'fuzz', 'random', 'random-changes'];

installDependencies();
const folder = join(root, 'test/conformance');
const suites = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'run.ts')));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. The suites are: ${suites.join(', ')}.`);
  process.exit(2);
}
for (const suite of wanted.length > 0 ? wanted : suites.filter((name) => !longSuites.includes(name))) {
  console.log(`\n── conformance: ${suite}`);
  run(process.execPath, ['--import', 'tsx', join(folder, suite, 'run.ts')]);
}
