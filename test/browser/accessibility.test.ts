/** Every state of the page under axe-core's rules, in each theme: no violation at all. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let ground: Ground;
let dock: Dock;

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  // Colours are looked at as they will be, not half way between two themes.
  await dock.page.emulateMedia({ reducedMotion: 'reduce' });
  await dock.page.evaluate(axe);
});

afterAll(async () => {
  await ground?.close();
});

const looks = [
  { theme: 'light', contrast: false },
  { theme: 'dark', contrast: false },
  { theme: 'light', contrast: true },
  { theme: 'dark', contrast: true },
] as const;

/** What was typed may have opened suggestions, which lie over lines. */
const closeSuggestions = () => dock.page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });

/** What axe finds wrong, as `rule: element`, in all looks. */
async function violations(): Promise<readonly string[]> {
  await closeSuggestions();
  const found = new Set<string>();
  for (const look of looks) {
    await dock.page.locator('dry-dock').evaluate((element, { theme, contrast }) => {
      element.setAttribute('theme', theme);
      element.toggleAttribute('contrast', contrast);
    }, look);
    // Two frames: the first may still be painted with the colours from before.
    await dock.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const results = await dock.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    for (const { id, nodes } of results.violations) {
      for (const node of nodes) {
        found.add(
          `${look.theme}${look.contrast ? ' contrast' : ''}, ${id}: ${node.target.flat().join(' ')} ${node.html.slice(0, 300)} ${node.any.map(({ message }) => message).join(' ')}`,
        );
      }
    }
  }
  return [...found];
}

describe('nothing is inaccessible', () => {
  it('at the start', async () => {
    expect(await violations()).toEqual([]);
  });

  it('with the options open', async () => {
    await dock.button('Options').click();
    expect(await violations()).toEqual([]);
    await dock.page.keyboard.press('Escape');
  });

  it('with the display menu and the list of keys open', async () => {
    await dock.button('Display').click();
    expect(await violations()).toEqual([]);
    await dock.button('Keyboard shortcuts').click();
    expect(await violations()).toEqual([]);
    await dock.page.keyboard.press('Escape');
  });

  it('when a build has failed', async () => {
    await dock.begin('FROM alpine\nRUN echo before && no-such-program\n');
    await dock.build();
    expect(await violations()).toEqual([]);
  });

  it('when a build is finished: the image, each tab of a step', async () => {
    await dock.begin(
      'FROM alpine AS tools\nRUN echo hello > /hello\nFROM alpine\nCOPY --from=tools /hello /\nCMD ["cat", "/hello"]\n',
    );
    await dock.build();
    expect(await violations()).toEqual([]);
    await dock.chooseStep('0/1');
    const tabs = await dock.page.locator('dry-step-details').getByRole('tab').all();
    for (const tab of tabs) {
      await tab.click();
      await dock.page.waitForTimeout(200);
      expect(await violations(), (await tab.textContent()) ?? '').toEqual([]);
    }
  });

  it('in every area beside the build', async () => {
    const tabs = await dock.page.locator('dry-view-tabs').getByRole('tab').all();
    expect(tabs.length).toBeGreaterThan(0);
    for (const tab of tabs) {
      if (!(await tab.isVisible())) continue;
      await tab.click();
      await dock.page.waitForTimeout(500);
      expect(await violations(), (await tab.textContent()) ?? '').toEqual([]);
    }
  });

  it('inside the image: each of its views, a file with its changes, JSON that explains itself', async () => {
    await dock.begin(
      "FROM alpine\nRUN mkdir /d && printf 'a\\nb\\n' > /d/notes\nRUN printf 'a\\nc\\n' > /d/notes && rm -r /media\n",
    );
    await dock.build();
    await dock.page.locator('dry-view-tabs').getByRole('tab', { name: 'Image', exact: true }).click();
    const area = dock.page.locator('dry-image-area');
    for (const tab of await area.getByRole('tab').all()) {
      await tab.click();
      await dock.page.waitForTimeout(400);
      expect(await violations(), (await tab.textContent()) ?? '').toEqual([]);
    }
    await area.getByRole('tab', { name: 'Config' }).click();
    await area.getByRole('button', { name: 'JSON', exact: true }).click();
    await area.locator('.key').first().click();
    expect(await violations(), 'JSON').toEqual([]);
    await area.getByRole('tab', { name: 'Files' }).click();
    await area.locator('.row[data-path="/d/notes"]').click();
    for (const view of ['Text', 'Hex', 'Changes', 'Where from']) {
      await area.getByRole('button', { name: view, exact: true }).click();
      await dock.page.waitForTimeout(300);
      expect(await violations(), view).toEqual([]);
    }
  }, 300_000);

  it('on a narrow page', async () => {
    await dock.page.setViewportSize({ width: 360, height: 800 });
    for (const view of ['Project', 'Build', 'Step']) {
      await dock.page.locator('dry-view-tabs').getByRole('tab', { name: view, exact: true }).click();
      expect(await violations(), view).toEqual([]);
    }
  });
});
