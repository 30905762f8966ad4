/** Builds the recorded Dockerfiles and compares what is said, and what comes out. See README.md here. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImage } from '../built-image.ts';
import { listLayer } from '../listing.ts';
import { baseContext, runCli, withFolder } from '../run-cli.ts';
import { listDifference, Tally } from '../tally.ts';
import { parseEdge, parseErrors, plainError, type Recorded } from './recording.ts';

/** What the recorded builds were asked for besides. */
const argsByTitle: Readonly<Record<string, readonly string[]>> = {
  'target missing': ['--target', 'nope'],
  'build-arg undeclared': ['--build-arg', 'NOPE=1'],
  'stage used before definition': ['--target', 'a'],
};

const tally = new Tally(new URL('differences.json', import.meta.url));
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const wanted = process.argv.slice(2);
await withFolder(async (folder) => {
  for (const [file, cases] of [
    ['errors', parseErrors(read('errors.txt'))],
    ['edge', parseEdge(read('edge.txt'))],
  ] as const) {
    const context = join(folder, file);
    writeContext(context, file);
    for (const recorded of cases) {
      const name = `${file}: ${recorded.title}`;
      if (wanted.length > 0 && !wanted.some((each) => name.includes(each))) continue;
      tally.check(name, await difference(recorded, context, folder));
    }
  }
});
tally.finish();

function writeContext(folder: string, file: 'errors' | 'edge'): void {
  mkdirSync(join(folder, 'dir'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  for (const name of ['a', 'b', 'ig', 'dir/f']) writeFileSync(join(folder, name), `${name.slice(-1)}\n`);
  writeFileSync(join(folder, '.dockerignore'), 'ig\n');
  symlinkSync('../../../outside', join(folder, 'esc'));
  if (file === 'errors') return;
  mkdirSync(join(folder, 'sl/sub'), { recursive: true });
  writeFileSync(join(folder, 'sl/sub/q'), 'q\n');
}

async function difference(recorded: Recorded, context: string, folder: string): Promise<string | undefined> {
  const dockerfile = join(folder, 'Dockerfile');
  writeFileSync(dockerfile, recorded.dockerfile);
  const { exitCode, standardOutput, standardError } = await runCli([
    'build',
    ...['--build-context', baseContext, '--cache-dir', join(folder, 'cache'), '--progress', 'plain'],
    ...['--file', dockerfile, '--output', 'type=oci,dest=-'],
    ...(argsByTitle[recorded.title] ?? []),
    context,
  ]);
  const differences: string[] = [];
  const compare = (what: string, expected: unknown, actual: unknown) => {
    const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)];
    if (left !== right) differences.push(`${what}: expected ${left}, got ${right}`);
  };
  compare('exit code', recorded.exitCode, exitCode);
  const error = /^ERROR: (failed to build: .*)$/m.exec(standardError)?.[1];
  compare('error', recorded.error, error === undefined ? undefined : plainError(error));
  const warnings = [...standardError.matchAll(/^ - (.*)$/gm)].map((match) => match[1] ?? '');
  compare(
    'warnings',
    [],
    recorded.warnings.filter((each) => !warnings.includes(each)),
  );
  if (recorded.warningCount !== undefined) compare('warnings', recorded.warningCount, warnings.length);
  if (recorded.config !== undefined && exitCode === 0) {
    const built = readImage(standardOutput);
    // The base image has one layer.
    const added = built.layers.slice(recorded.dockerfile.startsWith('FROM scratch') ? 0 : 1);
    const expected = recorded.layers?.flatMap((layer) => layer.entries) ?? [];
    const layers = listDifference(expected, added.flatMap(shortListing));
    if (layers !== undefined) differences.push(`layers: ${layers}`);
    compare('config', sorted(recorded.config), sorted(built.config.config ?? {}));
  }
  return differences.length === 0 ? undefined : differences.join('\n  ');
}

/** The columns of the recording, a letter for the type. */
function shortListing(tar: Uint8Array): string[] {
  return listLayer(tar).map((line) => {
    const [name = '', type = '', mode, owner = '', size, link] = line.split('\t');
    const letter = { 'hard-link': 'h', symlink: 'l' }[type] ?? type.slice(0, 1);
    return [name.replace(/\/$/, ''), letter, mode, ...owner.split(':'), size, link].join('\t');
  });
}

function sorted(config: object): object {
  return Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
}
