/** Foresight with the real sandbox: what RUN looks at is really seen, and what is advised really comes true. */
import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../src/build/events.ts';
import { openStore } from '../../src/store/open-store.ts';
import { cacheOrder } from '../../src/ui/examples/cache-order.ts';
import { createBuildEngine } from '../../src/worker/build-engine.ts';
import { pageSandbox } from '../../src/worker/page-sandbox.ts';
import type { ProjectEntry } from '../../src/worker/protocol.ts';
import { runBuild } from '../../src/worker/run-build.ts';
import type { ServedEngine } from '../../src/worker/serve.ts';

const publicFolder = resolve(import.meta.dirname, '../../public');
const read = async (path: string) => new Uint8Array(await readFile(join(publicFolder, path)));

function newEngine(): ServedEngine {
  const engine = createBuildEngine({
    pageFiles: () => ({
      fetchFile: read,
      busybox: async () => {
        const bytes = await read('busybox.wasm');
        return { bytes, module: await WebAssembly.compile(bytes) };
      },
    }),
    openSandbox: pageSandbox,
    openStore: () => openStore(),
    runBuild,
  });
  engine.begin('https://example.test/', []);
  return engine;
}

let engine: ServedEngine;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  engine = newEngine();
});

const project = (files: Readonly<Record<string, string>>): readonly ProjectEntry[] =>
  Object.entries(files).map(([path, text]) => ({
    path,
    mode: 0o755,
    modified: 1_700_000_000_000,
    content: new TextEncoder().encode(text),
  }));
const { Dockerfile = '', ...own } = cacheOrder.files;
const request = (dockerfile: string, changes: Readonly<Record<string, string>> = {}) => ({
  entries: project({ Dockerfile: dockerfile, ...own, ...changes }),
});

/** Instructions of the steps that ran, of those that make layers. */
async function ran(...given: Parameters<typeof request>): Promise<readonly string[]> {
  const events: BuildEvent[] = [];
  const { outcome } = await engine.build(request(...given), (more) => events.push(...more));
  expect(outcome).toBe('finished');
  const planned = events.find((event) => event.type === 'planned');
  const texts = new Map(planned?.stages.flatMap(({ steps }) => steps.map(({ id, text }) => [id, text])));
  return events.flatMap((event) =>
    event.type === 'step-finished' && event.outcome === 'done' && event.layer
      ? [(texts.get(event.step) ?? '').split(' ').slice(0, 2).join(' ')]
      : [],
  );
}

describe('the example about order', () => {
  it('is advised to copy the list first, and after that an edit of the program runs one quick step', async () => {
    await ran(Dockerfile);
    const [advice] = await engine.adviseOnOrder(request(Dockerfile));
    expect(advice).toMatchObject({ kind: 'split', first: 'COPY packages.txt ./', file: 'app.sh' });
    const changed = advice?.dockerfile ?? '';
    await ran(changed);
    const edit = { 'app.sh': '#!/bin/sh\necho "version 2"\n' };
    expect(await ran(Dockerfile, edit)).toEqual(['COPY .', 'RUN echo']);
    expect(await ran(changed, edit)).toEqual(['COPY .']);
  });

  it('has a forecast of each edit', async () => {
    await ran(Dockerfile);
    const outlooks = async (...given: Parameters<typeof request>) => {
      const forecast = await engine.forecast(request(...given));
      return [...(forecast?.steps ?? [])].map(([id, { outlook }]) => `${id} ${outlook}`);
    };
    expect(new Set((await outlooks(Dockerfile)).map((each) => each.split(' ')[1]))).toEqual(
      new Set(['cached']),
    );
    expect(await outlooks(Dockerfile, { 'app.sh': 'new' })).toEqual([
      '0/0 cached',
      '0/1 cached',
      '0/2 run',
      '0/3 run',
      '0/4 run',
      '0/5 run',
    ]);
    expect(await engine.forecast(request('FROM'))).toBeUndefined();
  });
});

describe('earlier texts', () => {
  it('are found by the digest that the cause names, also by a page that was opened later', async () => {
    await ran(Dockerfile);
    engine = newEngine();
    const events: BuildEvent[] = [];
    await engine.build(request(Dockerfile, { 'app.sh': 'other' }), (more) => events.push(...more));
    const copy = events.find((event) => event.type === 'step-finished' && event.step === '0/2');
    const cause = copy?.type === 'step-finished' ? copy.cause : undefined;
    const [file] = cause?.kind === 'files-changed' ? cause.files : [];
    expect(file?.path).toBe('app.sh');
    expect(await engine.earlierText(file?.before ?? '')).toBe(own['app.sh']);
    expect(await engine.earlierText('sha256:none')).toBeUndefined();
  });

  it('are not kept of what is large or no text', async () => {
    const large = 'x'.repeat(300_000);
    await ran(Dockerfile, { large, binary: 'a\0b' });
    const shelf = await (await openStore()).projects.load('earlier-texts');
    const kept = shelf?.map(({ content }) => new TextDecoder().decode(content)) ?? [];
    expect(kept).toContain(own['app.sh']);
    expect(kept).not.toContain(large);
    expect(kept).not.toContain('a\0b');
  });
});
