/** Containers through the engine behind the page: bundled, built and committed images, and output as news. */
import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { createBuildEngine } from '../../src/worker/build-engine.ts';
import type { PageFiles } from '../../src/worker/page-files.ts';
import { pageSandbox } from '../../src/worker/page-sandbox.ts';
import type { ContainerNews, RunOptions } from '../../src/worker/protocol.ts';
import { runBuild } from '../../src/worker/run-build.ts';

const publicFolder = resolve(import.meta.dirname, '../../public');
const read = async (path: string) => new Uint8Array(await readFile(join(publicFolder, path)));
const files: PageFiles = {
  fetchFile: read,
  busybox: async () => {
    const bytes = await read('busybox.wasm');
    return { bytes, module: await WebAssembly.compile(bytes) };
  },
};

const size = { rows: 24, columns: 80 };
const plain: RunOptions = {
  command: [],
  env: [],
  tty: false,
  interactive: false,
  remove: false,
  volumes: [],
};

function engine() {
  const made = createBuildEngine({
    pageFiles: () => files,
    openSandbox: pageSandbox,
    openStore: () => openStore(),
    runBuild,
  });
  made.begin('https://example.test/', []);
  const news: ContainerNews[] = [];
  made.watchContainers((each) => news.push(each));
  return { made, news };
}

async function ended(news: readonly ContainerNews[], id: string): Promise<number | undefined> {
  for (;;) {
    for (const each of news) {
      if (each.type === 'changed' && each.container.id === id && each.container.state === 'exited') {
        return each.container.exitCode;
      }
    }
    await new Promise((next) => setTimeout(next, 2));
  }
}

const said = (news: readonly ContainerNews[]): string =>
  news.map((each) => (each.type === 'output' ? new TextDecoder().decode(each.bytes) : '')).join('');

it('runs a bundled image, commits what was done in it, and runs and builds on the result', async () => {
  const { made, news } = engine();
  const command = ['sh', '-c', 'echo made > /made; echo said'];
  const outcome = await made.runContainer({
    image: 'alpine',
    options: { ...plain, name: 'first', command },
    size,
  });
  if (outcome.outcome !== 'started') throw new Error(outcome.message);
  expect(await ended(news, outcome.container.id)).toBe(0);
  expect(said(news)).toBe('said\n');
  expect((await made.containerChanges('first')).map(({ path, change }) => [path, change])).toEqual([
    ['/made', 'added'],
  ]);
  expect(await made.commitContainer('first', 'mine:1', { changes: ['CMD ["cat", "/made"]'] })).toMatchObject({
    outcome: 'committed',
    name: 'mine:1',
  });
  expect((await made.images()).some(({ names }) => names.includes('mine:1'))).toBe(true);
  news.length = 0;
  const second = await made.runContainer({ image: 'mine:1', options: plain, size });
  if (second.outcome !== 'started') throw new Error(second.message);
  await ended(news, second.container.id);
  expect(said(news)).toBe('made\n');
  const content = new TextEncoder().encode('FROM mine:1\nRUN cat /made > /copy\nCMD ["cat", "/copy"]\n');
  const built = await made.build(
    { entries: [{ path: 'Dockerfile', mode: 0o644, modified: 0, content }] },
    () => undefined,
  );
  expect(built.outcome).toBe('finished');
  news.length = 0;
  const third = await made.runContainer({ options: plain, size });
  if (third.outcome !== 'started') throw new Error(third.message);
  await ended(news, third.container.id);
  expect(said(news)).toBe('made\n');
});

it('answers what Docker would refuse, with the reason behind it where a stand-in lacks a program', async () => {
  const { made } = engine();
  expect(
    await made.runContainer({ image: 'golang:1.14-alpine', options: { ...plain, command: ['go'] }, size }),
  ).toMatchObject({
    outcome: 'refused',
    exitCode: 127,
    message: expect.stringContaining('exec: "go": executable file not found in $PATH'),
    explanation: expect.stringContaining('go is not in this image here.'),
  });
  expect(await made.runContainer({ image: 'Bad', options: plain, size })).toMatchObject({
    outcome: 'refused',
    exitCode: 125,
    message: expect.stringContaining('must be lowercase'),
  });
  expect(await made.stopContainer('nobody')).toMatchObject({ outcome: 'refused', exitCode: 1 });
});
