/** Repeats the recorded builds with one cache, and compares which steps run again. See README.md here. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseContext, runCli, withFolder } from '../run-cli.ts';
import { stepsIn } from '../steps.ts';
import { listDifference, Tally } from '../tally.ts';
import { changes, firstDockerfile, writeFirstContext } from './changes.ts';

interface Row {
  readonly title: string;
  /** `RAN [2/6] COPY a /a`, sorted. */
  readonly steps: readonly string[];
  readonly image: string;
}

const tally = new Tally(new URL('differences.json', import.meta.url));
const recorded = parseRecording(readFileSync(new URL('recording.txt', import.meta.url), 'utf8'));
const built = await withFolder(async (folder) => {
  const rows: Row[] = [];
  for (const { title } of recorded) rows.push(await build(folder, title));
  return rows;
});
for (const [at, expected] of recorded.entries()) {
  const row = built[at];
  tally.check(expected.title, listDifference(expected.steps, row?.steps ?? []));
  const [same, ours] = [firstWith(recorded, expected.image), firstWith(built, row?.image)];
  tally.check(
    `${expected.title}: image`,
    same === ours ? undefined : `the image should be the one of "${same}", and is the one of "${ours}"`,
  );
}
tally.finish();

function firstWith(rows: readonly Row[], image: string | undefined): string | undefined {
  return rows.find((row) => row.image === image)?.title;
}

function parseRecording(text: string): Row[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split('\n').map((line) => line.trim());
      const steps = lines.flatMap((line) => /^(RAN|CACHED) +(\[.*)$/.exec(line)?.slice(1, 3).join(' ') ?? []);
      const image = lines.find((line) => line.startsWith('image '))?.slice('image '.length) ?? '';
      return { title, steps: compared(steps), image };
    });
}

function compared(steps: readonly string[]): string[] {
  return steps.filter((step) => !/\] FROM /.test(step)).sort();
}

async function build(folder: string, title: string): Promise<Row> {
  const change = changes[title];
  if (change === undefined) throw new Error(`nothing says what changes in "${title}"`);
  const context = join(folder, 'context');
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context);
  writeFirstContext(context);
  change.context?.(context);
  const dockerfile = (change.dockerfile ?? []).reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`${title}: the Dockerfile has no ${before}`);
    return text.replace(before, after);
  }, firstDockerfile);
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const { exitCode, standardError } = await runCli([
    'build',
    ...['--build-context', baseContext, '--cache-dir', join(folder, 'cache'), '--progress', 'plain'],
    ...['--metadata-file', join(folder, 'metadata.json'), '--file', join(folder, 'Dockerfile')],
    ...(change.args ?? []),
    context,
  ]);
  if (exitCode !== 0) return { title, steps: [standardError], image: '' };
  const metadata = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'));
  return { title, steps: stepsIn(standardError), image: metadata['containerimage.config.digest'] };
}
