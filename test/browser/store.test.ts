/** The store in a real Chromium's IndexedDB: what fake-indexeddb can't show. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { openStore } from '../../src/store/open-store.ts';
import { launch } from './chromium.ts';
import { type StaticSite, serveStatic } from './static-server.ts';

declare global {
  interface Window {
    openStore: typeof openStore;
  }
}

const room = resolve(import.meta.dirname, '../../src/store');
let folder: string;
let site: StaticSite;
let browser: BrowserContext;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-store-'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'site'),
      lib: { entry: join(room, 'open-store.ts'), formats: ['es'], fileName: () => 'store.js' },
    },
  });
  await writeFile(
    join(folder, 'site/index.html'),
    '<!doctype html><script type="module">import { openStore } from "./store.js"; window.openStore = openStore;</script>',
  );
  site = await serveStatic(join(folder, 'site'), 'store');
  browser = await launch(join(folder, 'profile'));
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.openStore !== undefined);
  return page;
}

describe('the store in Chromium', () => {
  it('keeps a blob larger than any single value may be, and has it after a restart', async () => {
    const page = await openPage();
    const put = await page.evaluate(async () => {
      const store = await window.openStore();
      const content = new Uint8Array(140 * 1024 * 1024);
      for (let at = 0; at < content.length; at += 4099) content[at] = at & 255;
      const blob = await store.blobs.put(content);
      await store.projects.save('mine', [{ path: 'big', mode: 0o644, modified: 1, content }]);
      return { ...blob, figures: await store.figures() };
    });
    expect(put.figures).toMatchObject({ kind: 'indexeddb', blobs: 1, used: 2 * put.size });
    expect(put.figures.originQuota).toBeGreaterThan(0);

    await browser.close();
    browser = await launch(join(folder, 'profile'));
    const again = await openPage();
    const found = await again.evaluate(async (digest) => {
      const store = await window.openStore();
      const bytes = await store.blobs.get(digest);
      const files = await store.projects.load('mine');
      return { size: bytes?.length, sample: bytes?.[4099 * 7], project: files?.[0]?.content.length };
    }, put.digest);
    expect(found).toEqual({ size: put.size, sample: (4099 * 7) & 255, project: put.size });
    await again.evaluate(async () => {
      const store = await window.openStore();
      store.release();
      await store.prune();
      await store.projects.delete('mine');
    });
  });

  it('keeps nothing half-written when the origin has no room, and says so', async () => {
    // Another origin than the other tests': Chromium remembers for a while how much room an origin had.
    const crowded = site.url.replace('127.0.0.1', 'localhost');
    const page = await browser.newPage();
    const session = await browser.newCDPSession(page);
    const { origin } = new URL(crowded);
    await page.goto(crowded);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 6_000_000 });
    await page.waitForFunction(() => window.openStore !== undefined);
    const refused = await page.evaluate(async () => {
      const store = await window.openStore();
      await store.blobs.put(new Uint8Array([1, 2, 3]));
      const random = crypto.getRandomValues(new Uint8Array(65536));
      const large = new Uint8Array(24 * 1024 * 1024);
      for (let at = 0; at < large.length; at += random.length) large.set(random, at);
      const said = await store.blobs.put(large).then(
        () => 'was stored',
        (error: Error) => `${error.name}: ${error.message}`,
      );
      return { said, kept: await store.blobs.list() };
    });
    expect(refused.said).toMatch(/^StoreError: The browser has no room for 25\.2 MB more; 3 B are kept/);
    expect(refused.kept.map(({ size }) => size)).toEqual([3]);
  });

  it('serves two tabs, and one sees at once what the other kept', async () => {
    const [one, two] = await Promise.all([openPage(), openPage()]);
    await one.evaluate(async () => (await window.openStore()).collection('steps').put('k', { n: 1 }));
    expect(await two.evaluate(async () => (await window.openStore()).collection('steps').get('k'))).toEqual({
      n: 1,
    });
  });
});
