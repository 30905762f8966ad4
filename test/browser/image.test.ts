/** Digests and decompression in a real Chromium, as a page without secure context or special headers has them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { decompress } from '../../src/image/compression.ts';
import { sha256 } from '../../src/image/digest.ts';
import { launch } from './chromium.ts';
import { type StaticSite, serveStatic } from './static-server.ts';

declare global {
  interface Window {
    image: { readonly decompress: typeof decompress; readonly sha256: typeof sha256 };
  }
}

const room = resolve(import.meta.dirname, '../../src/image');
let folder: string;
let site: StaticSite;
let browser: BrowserContext;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-image-'));
  const entry = join(folder, 'entry.ts');
  await writeFile(
    entry,
    `export { decompress } from '${room}/compression.ts';\nexport { sha256 } from '${room}/digest.ts';\n`,
  );
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'site'),
      lib: { entry, formats: ['es'], fileName: () => 'image.js' },
    },
  });
  await writeFile(
    join(folder, 'site/index.html'),
    '<!doctype html><script type="module">import * as image from "./image.js"; window.image = image;</script>',
  );
  site = await serveStatic(join(folder, 'site'), 'image');
  browser = await launch(join(folder, 'profile'));
  page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.image !== undefined);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

const sample = Buffer.from('a layer of many words\n'.repeat(20_000));

/** Digest of what comes out in the page, or the error's text. */
const inPage = (packed: Buffer) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    try {
      return await window.image.sha256(await window.image.decompress(bytes, { path: 'packed' }));
    } catch (error) {
      return String(error);
    }
  }, packed.toString('base64'));

describe('in Chromium', () => {
  for (const program of ['gzip', 'bzip2', 'xz', 'zstd']) {
    const isHere = spawnSync(program, ['--version']).status === 0;
    it.skipIf(!isHere)(`${program} comes out as in Node (skipped without the program)`, async () => {
      const packed = execFileSync(program, ['-c'], { input: sample });
      expect(await inPage(packed)).toBe(await sha256(sample));
      expect(await inPage(packed.subarray(0, packed.length - 9))).toMatch(/^ImageError: packed: /);
    });
  }

  it('gzip of several members comes out whole, as pigz and eStargz make it', async () => {
    const member = execFileSync('gzip', ['-c'], { input: sample });
    const expected = await sha256(Buffer.concat([sample, sample]));
    expect(await inPage(Buffer.concat([member, member]))).toBe(expected);
  });
});
