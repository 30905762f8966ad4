/** `dist/` on the dullest static host, below some folder: the page itself, and a page that embeds it. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './chromium.ts';
import { type StaticSite, serveStatic } from './static-server.ts';

const dist = resolve(import.meta.dirname, '../../dist');

const documentation = readFileSync(resolve(import.meta.dirname, '../../docs/embedding.md'), 'utf8');

const embedding = (script: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lesson</title><link rel="icon" href="data:,"></head><body>
<h1>Lesson one</h1>
<script type="module" src="${script}"></script>
<dry-dock>
FROM alpine
RUN echo "built in your browser" > /hello
</dry-dock>
</body></html>`;

let profile: string;
let site: StaticSite;
let lessons: StaticSite;
let browser: BrowserContext;

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'drydock-hosting-'));
  site = await serveStatic(dist, 'some/sub/dir', {
    '/lessons/one/': embedding('../../some/sub/dir/dry-dock.js'),
  });
  lessons = await serveStatic(dist, 'elsewhere', { '/one/': embedding(`${site.url}dry-dock.js`) });
  browser = await launch(profile);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await lessons?.close();
  await rm(profile, { recursive: true, force: true });
});

/** A page, and what went wrong on it. */
async function open(url: string): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  await page.locator('.cm-content').waitFor();
  return { page, complaints };
}

describe('dist on a static host', () => {
  it('works below any folder, with no special header', async () => {
    const { page, complaints } = await open(site.url);
    await page.getByRole('button', { name: 'Build', exact: true }).click();
    await page.locator('.app[data-phase="finished"]').waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('is embedded by one script and one element, whose text is the Dockerfile', async () => {
    const { page, complaints } = await open(new URL('/lessons/one/', site.url).href);
    expect(await page.locator('.cm-line').allTextContents()).toEqual([
      'FROM alpine',
      'RUN echo "built in your browser" > /hello',
      '',
    ]);
    await page.getByRole('button', { name: 'Build', exact: true }).click();
    await page.locator('.app[data-phase="finished"]').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('works under the policy that the documentation names', async () => {
    const [policy] = /(?<=`)script-src [^`]+(?=`)/.exec(documentation) ?? [];
    site.headers = { 'content-security-policy': `default-src 'self'; img-src data: 'self'; ${policy}` };
    const { page, complaints } = await open(new URL('/lessons/one/', site.url).href);
    await page.getByRole('button', { name: 'Build', exact: true }).click();
    await page.locator('.app[data-phase="finished"]').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('is embedded from another origin that lets its files be read', async () => {
    site.headers = { 'access-control-allow-origin': '*' };
    const { page, complaints } = await open(new URL('/one/', lessons.url).href);
    await page.getByRole('button', { name: 'Build', exact: true }).click();
    await page.locator('.app[data-phase="finished"]').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
