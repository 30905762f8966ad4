/**
 * The main path in Firefox, driven over WebDriver BiDi: build, look into a layer, change a file, build again, reload. What
 * differs between browsers (IndexedDB, workers, streams, WebAssembly stacks) is under all of it.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dist } from './dock.ts';
import { type StaticSite, serveStatic } from './static-server.ts';

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

describe.runIf(existsSync(firefox))('the main path in Firefox', { timeout: 120_000 }, () => {
  let site: StaticSite;
  let profile: string;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'drydock-firefox-'));
    site = await serveStatic(dist, 'some/sub/dir');
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      headless: true,
      userDataDir: profile,
      extraPrefsFirefox: {
        // No chatter with the outside while the tests run.
        'app.normandy.enabled': false,
        'app.update.enabled': false,
        'browser.safebrowsing.malware.enabled': false,
        'browser.safebrowsing.phishing.enabled': false,
        'datareporting.healthreport.uploadEnabled': false,
        'extensions.getAddons.cache.enabled': false,
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
        'services.settings.server': 'data:,',
        'toolkit.telemetry.enabled': false,
      },
    });
    page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    page.on('pageerror', (error) => complaints.push(error instanceof Error ? error.message : String(error)));
    await page.goto(site.url);
    await page.locator('>>> .cm-content').wait();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await rm(profile, { recursive: true, force: true });
  });

  /** Builds, and tells how each step came out. */
  async function build(): Promise<readonly string[]> {
    const over = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          window.addEventListener(
            'drydock-outcome',
            (event) => resolve((event as CustomEvent).detail.outcome),
            {
              once: true,
            },
          );
        }),
    );
    await page.locator('>>> dry-build-bar >>> .button.primary').click();
    expect(await over).toBe('finished');
    await page.locator('>>> .app[data-phase="finished"]').wait();
    const cards = await page.$$('>>> dry-step-card');
    return Promise.all(
      cards.map((card) =>
        card.evaluate((each) => `${each.getAttribute('data-step-id')} ${each.getAttribute('data-state')}`),
      ),
    );
  }

  it('builds the example: every step is done', async () => {
    const steps = await build();
    expect(steps).toHaveLength(10);
    expect(steps.every((step) => step.endsWith(' done'))).toBe(true);
  });

  it('shows what a step made', async () => {
    await page.locator('>>> dry-step-card[data-step-id="0/4"] >>> button').click();
    await page.locator('>>> #tab-layer').click();
    const row = await page.waitForSelector('>>> [role="treeitem"][data-path="/app/greet"]');
    expect(await row?.evaluate((each) => each.textContent)).toContain('-rwxr-xr-x');
  });

  it('runs exactly what depends on a changed file, and the rest from the cache', async () => {
    expect((await build()).every((step) => step.endsWith(' cached'))).toBe(true);
    await page.locator('>>> dry-project-files >>> [title="src/20-greet.sh"]').click();
    await page.locator('>>> .cm-content').fill('#!/bin/sh\necho "Moin, $name!"\n');
    const steps = await build();
    expect(steps.slice(0, 3)).toEqual(['0/0 cached', '0/1 cached', '0/2 done']);
    expect(steps.filter((step) => step.endsWith(' done')).length).toBeGreaterThan(3);
  });

  it('remembers all of it across a reload', async () => {
    await page.reload();
    await page.locator('>>> .cm-content').wait();
    expect((await build()).every((step) => step.endsWith(' cached'))).toBe(true);
  });

  it('had nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
