/** Checks the recorded Dockerfiles and compares all that is printed, byte for byte. See README.md here. */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseContext, runCli, withFolder } from '../run-cli.ts';
import { withServed } from '../serve-case.ts';
import { Tally } from '../tally.ts';

const cases = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const tally = new Tally(new URL('differences.json', import.meta.url), isWanted);
for (const name of readdirSync(cases).sort()) {
  if (!existsSync(join(cases, name, 'expected.txt'))) continue;
  if (!isWanted(name)) continue;
  const expected = readFileSync(join(cases, name, 'expected.txt'), 'utf8');
  const obstacle = await withServed(join(cases, name), async () => {
    tally.check(name, difference(expected, await said(name)));
  });
  if (obstacle !== undefined) tally.check(name, obstacle);
}
tally.finish();

/** Standard output, the error, and the exit code, as `expected.txt` has them. */
async function said(name: string): Promise<string> {
  return withFolder(async (scratch) => {
    const context = join(scratch, 'context');
    cpSync(join(cases, name), context, { recursive: true });
    const optionFile = join(cases, name, 'options');
    const options = existsSync(optionFile)
      ? readFileSync(optionFile, 'utf8').split('\n').filter(Boolean)
      : [];
    const registry = existsSync(join(cases, name, 'served.json')) ? [] : ['--offline'];
    const { exitCode, standardOutput, standardError } = await runCli([
      'build',
      ...registry,
      ...['--check', '--build-context', baseContext, '--cache-dir', join(scratch, 'cache')],
      ...options,
      context,
    ]);
    // Before Docker's sentence stands only progress, and after its excerpt and an empty line our own words. Where
    // the check itself could not be done, there is neither in Docker's.
    const error =
      /^ERROR: failed to build: .*\n|^ERROR: [^\n]*\n(?:[^\n]+\n)*\n/m.exec(standardError)?.[0] ?? '';
    const output = new TextDecoder().decode(standardOutput);
    return `${output}${error}exit ${exitCode}\n`
      .replaceAll(`${context}/`, '')
      .replace(/(failed to resolve source metadata for \S+): .*/g, '$1');
  });
}

function difference(expected: string, actual: string): string | undefined {
  if (expected === actual) return undefined;
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `line ${at + 1}:\n    expected ${JSON.stringify(left[at])}\n    got      ${JSON.stringify(right[at])}`;
}
