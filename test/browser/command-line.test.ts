/** The page and the command line are one engine: the same project at the same time is the same image. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleProject } from '../../src/ui/examples/example.ts';
import { twoStages } from '../../src/ui/examples/two-stages.ts';
import { Dock, type Ground, openGround } from './dock.ts';

const epoch = '1700000000';
let ground: Ground;
let folder: string;

beforeAll(async () => {
  ground = await openGround();
  folder = await mkdtemp(join(tmpdir(), 'drydock-twice-'));
  for (const { path, mode, modified, content } of exampleProject(twoStages)) {
    const file = join(folder, 'project', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode);
    await utimes(file, modified / 1000, modified / 1000);
  }
});

afterAll(async () => {
  await ground?.close();
  await rm(folder, { recursive: true, force: true });
});

it('gives the same digests in the page and in a terminal', async () => {
  const terminal = spawnSync(
    'npm',
    [
      ...['run', '--silent', 'dry-dock', '--', 'build', join(folder, 'project')],
      ...['--cache-dir', join(folder, 'cache'), '--metadata-file', join(folder, 'metadata.json')],
      ...['--output', `type=oci,dest=${join(folder, 'image.tar')},rewrite-timestamp=true`],
    ],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
    },
  );
  expect(terminal.status, terminal.stderr).toBe(0);
  const metadata: Record<string, unknown> = JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8'));

  const dock = await Dock.open(ground.browser, ground.site.url);
  await dock.options(`SOURCE_DATE_EPOCH=${epoch}`);
  const outcome = await dock.build();
  if (outcome.outcome !== 'finished') throw new Error(`the page's build ${outcome.outcome}`);
  expect(outcome.image.configDigest).toBe(metadata['containerimage.config.digest']);
  expect(outcome.image.manifestDigest).toBe(metadata['containerimage.digest']);
});
