/** The store in a real Chromium's IndexedDB: what fake-indexeddb can't show. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './chromium.ts';
import type { StaticSite } from './static-server.ts';
import { inWorker, openStorePage, serveStore } from './store-site.ts';

let folder: string;
let site: StaticSite;
let browser: BrowserContext;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-store-'));
  site = await serveStore(folder);
  browser = await launch(join(folder, 'profile'));
});

// What a tab has read or written is in use while it is open.
afterEach(() => Promise.all(browser.pages().map((page) => page.close())));

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

const openPage = (): Promise<Page> => openStorePage(browser, site.url);

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

  it('keeps large blobs in files in a worker, which two tabs read at once', async () => {
    const [one, two] = await Promise.all([openPage(), openPage()]);
    const { digest, files } = await inWorker(
      one,
      async (open) => {
        const store = await open();
        async function* pieces() {
          for (let at = 0; at < 90; at++) yield new Uint8Array(100_000).fill(at);
        }
        const blob = await store.blobs.put(pieces());
        await store.blobs.put(new Uint8Array(9_000_000).fill(1));
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('drydock');
        const sizes: number[] = [];
        for await (const entry of folder.values())
          sizes.push((await (entry as FileSystemFileHandle).getFile()).size);
        return { digest: blob.digest, files: sizes };
      },
      undefined,
    );
    expect(files).toEqual([9_000_000, 9_000_000]);
    const read = (page: Page) =>
      inWorker(
        page,
        async (open, wanted) => {
          const store = await open();
          const sums: number[] = [];
          for (let time = 0; time < 3; time++) {
            let sum = 0;
            const reading = await store.blobs.open(wanted);
            for await (const piece of reading?.pieces ?? []) sum += piece[0] === undefined ? 0 : piece.length;
            sums.push(sum, (await store.blobs.get(wanted))?.length ?? 0);
          }
          return sums;
        },
        digest,
      );
    expect(await Promise.all([read(one), read(two)])).toEqual([
      Array(6).fill(9_000_000),
      Array(6).fill(9_000_000),
    ]);
  });

  it('takes a damaged or lost file as absent, removes it and reports it', async () => {
    const page = await openPage();
    const found = await inWorker(
      page,
      async (open) => {
        const problems: string[] = [];
        const store = await open({ report: ({ digest }) => problems.push(digest) });
        store.release();
        await store.prune();
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('drydock');
        const answers: unknown[] = [];
        for (const damage of ['changed', 'cut', 'lost', 'streamed']) {
          const { digest } = await store.blobs.put(new Uint8Array(6_000_000).fill(7));
          for await (const [name, handle] of folder.entries()) {
            if (damage === 'lost') await folder.removeEntry(name);
            else {
              const writable = await (handle as FileSystemFileHandle).createWritable({
                keepExistingData: true,
              });
              if (damage === 'cut') await writable.truncate(5_000_000);
              else await writable.write({ type: 'write', position: 3_000_000, data: new Uint8Array([1]) });
              await writable.close();
            }
          }
          if (damage === 'streamed') {
            const reading = await store.blobs.open(digest);
            const drain = async () => {
              for await (const _ of reading?.pieces ?? []);
            };
            answers.push(
              await drain().then(
                () => 'was read',
                (error: Error) => error.name,
              ),
            );
          } else answers.push(await store.blobs.get(digest));
          answers.push(await store.blobs.has(digest));
        }
        return { answers, problems: problems.length };
      },
      undefined,
    );
    expect(found).toEqual({
      answers: [undefined, false, undefined, false, undefined, false, 'ImageError', false],
      problems: 4,
    });
  });

  it('makes room for a blob by forgetting what served least, and never what a build uses in another tab', async () => {
    const [one, two] = await Promise.all([openPage(), openPage()]);
    const first = await inWorker(
      one,
      async (open) => {
        const store = await open();
        store.release();
        await store.prune();
        await store.setBudget(15_000_000);
        const put = async (fill: number, size: number) => {
          const { digest } = await store.blobs.put(new Uint8Array(size).fill(fill));
          const note = { blobs: [digest], type: 'regular', description: `RUN ${fill}` };
          await store.collection('build-cache').put(String(fill), fill, note);
          return digest;
        };
        const digests = [await put(1, 5_000_000), await put(2, 5_000_000), await put(3, 1_000)];
        store.release();
        return digests;
      },
      undefined,
    );
    const left = await inWorker(
      two,
      async (open, [oldest]) => {
        const store = await open();
        // A build here counts on the oldest.
        if (oldest !== undefined) await store.blobs.has(oldest);
        return (await store.diskUsage()).cache.map(({ id, reclaimable }) => [id, reclaimable]);
      },
      first,
    );
    expect(left).toEqual([
      ['3', true],
      ['2', true],
      ['1', false],
    ]);
    const after = await inWorker(
      one,
      async (open) => {
        const store = await open();
        await store.blobs.put(new Uint8Array(6_000_000).fill(4));
        const { cache, total } = await store.diskUsage();
        await store.setBudget(undefined);
        return { ids: cache.map(({ id }) => id), total };
      },
      undefined,
    );
    expect(after).toEqual({ ids: ['3', '1'], total: 11_001_000 });
  });
});
