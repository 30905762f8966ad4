/**
 * The store when its page dies at any moment: closed, crashed, or with the whole browser. What it kept must be whole,
 * and nothing half-written may stay. `KILLS` says how often; .ci/run has it done a hundred times.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { openStore } from '../../src/store/open-store.ts';
import { launch } from './chromium.ts';
import type { StaticSite } from './static-server.ts';
import { inWorker, openStorePage, serveStore } from './store-site.ts';

const kills = Number(process.env.KILLS ?? 10);
let folder: string;
let site: StaticSite;
let browser: BrowserContext;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-kill-'));
  site = await serveStore(folder);
  browser = await launch(join(folder, 'profile'));
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Writes blobs, small and large, and records of them, and forgets some, until it is killed. */
async function work(open: typeof openStore, seed: number): Promise<void> {
  const store = await open();
  const cache = store.collection('build-cache');
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % below;
  };
  async function* pieces(size: number) {
    for (let at = 0; at < size; at += 300_000) {
      yield crypto.getRandomValues(new Uint8Array(65_536)).slice(0, Math.min(65_536, size - at));
      yield new Uint8Array(Math.max(0, Math.min(234_464, size - at - 65_536)));
    }
  }
  for (let step = 0; ; step++) {
    const size = random(3) === 0 ? 5_000_000 + random(9_000_000) : random(200_000);
    const blob = await store.blobs.put(pieces(size));
    const note = { blobs: [blob.digest], type: 'regular', description: `step ${step}` };
    await cache.put(`${seed} ${step}`, { digest: blob.digest }, note);
    if (random(6) > 0) continue;
    const layers = [blob];
    const id = blob.digest;
    await store.images.keep({
      id,
      names: [`app:${random(3)}`],
      origin: 'built',
      config: new Uint8Array(9),
      layers,
    });
    store.release();
    await store.prune({ what: 'all', keepBytes: 20_000_000 });
  }
}

interface Findings {
  readonly blobs: number;
  readonly problems: readonly string[];
}

/** Opens the store as the next visit does, and looks at all that lies there. */
async function inspect(open: typeof openStore): Promise<Findings> {
  const problems: string[] = [];
  const store = await open({ report: ({ message }) => problems.push(message) });
  // Answers when what was left has been swept.
  await store.figures();
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open('drydock'));
  const all = <T>(name: string, of: 'getAll' | 'getAllKeys') =>
    settled(database.transaction(name).objectStore(name)[of]() as IDBRequest<T[]>);
  const infos = await all<{ digest: string; place?: { kind: string; id: string } }>('blob-info', 'getAll');
  const places = new Set(infos.map(({ digest, place }) => place?.id ?? digest));
  for (const [, name] of await all<[string, string]>('blob-chunks', 'getAllKeys')) {
    if (!places.has(name)) problems.push(`chunks of nobody: ${name}`);
  }
  for (const key of await all<string>('writes', 'getAllKeys')) problems.push(`a write of nobody: ${key}`);
  const directory = await (await navigator.storage.getDirectory()).getDirectoryHandle('drydock');
  for await (const name of directory.keys()) {
    if (!places.has(name)) problems.push(`a file of nobody: ${name}`);
  }
  const blobs = await store.blobs.list();
  for (const { digest, size } of blobs) {
    const bytes = await store.blobs.get(digest);
    if (bytes?.length !== size) problems.push(`${digest} can not be read`);
  }
  const digests = new Set<string>(blobs.map(({ digest }) => digest));
  const notes = await all<{ blobs: string[] }>('record-notes', 'getAll');
  for (const digest of notes.flatMap((note) => note.blobs)) {
    if (!digests.has(digest)) problems.push(`a record of ${digest}, which is not there`);
  }
  const records = await all<[string, string]>('records', 'getAllKeys');
  if (records.length !== notes.length) problems.push(`${records.length} records and ${notes.length} notes`);
  database.close();
  store.release();
  await store.close();
  return { blobs: blobs.length, problems };
}

/** Closed like a tab, crashed like a renderer, or gone with the browser. */
async function kill(page: Page, round: number): Promise<void> {
  if (round % 5 === 4) {
    const session = await browser.newCDPSession(page);
    const gone = new Promise<void>((resolve) => browser.once('close', () => resolve()));
    await session.send('Browser.crash').catch(() => undefined);
    await gone;
    browser = await launch(join(folder, 'profile'));
    return;
  }
  if (round % 2 === 0) await page.goto('chrome://crash').catch(() => undefined);
  await page.close();
}

it(`is whole after ${kills} pages died while they wrote`, { timeout: kills * 15_000 }, async () => {
  let most = 0;
  for (let round = 0; round < kills; round++) {
    const page = await openStorePage(browser, site.url);
    void inWorker(page, work, round + 1).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 700));
    await kill(page, round);
    const next = await openStorePage(browser, site.url);
    const { blobs, problems } = await inWorker(next, inspect, undefined);
    expect(problems, `after round ${round}`).toEqual([]);
    most = Math.max(most, blobs);
    await next.close();
  }
  // Otherwise nothing was written that could have broken.
  expect(most).toBeGreaterThan(1);
});
