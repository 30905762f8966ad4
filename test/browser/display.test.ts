/** How the page looks and is used by keyboard: themes, contrast, large type, and the list of keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
});

afterAll(async () => {
  await ground?.close();
});

const background = () =>
  dock.page.locator('.head').evaluate((head) => getComputedStyle(head).backgroundColor);
const attribute = (name: string) => dock.page.locator('dry-dock').getAttribute(name);
const focused = () =>
  dock.page.evaluate(() => {
    let element = document.activeElement;
    const path = [];
    while (element) {
      path.push(element.localName);
      element = element.shadowRoot?.activeElement ?? null;
    }
    return path;
  });

describe('the display', () => {
  it('changes the theme, and remembers it across reloads', async () => {
    await dock.button('Display').click();
    await dock.page.getByRole('radio', { name: 'Dark' }).check();
    const dark = await background();
    await dock.page.reload();
    await dock.editor.waitFor();
    expect(await attribute('theme')).toBe('dark');
    expect(await background()).toBe(dark);
    await dock.button('Display').click();
    await dock.page.getByRole('radio', { name: 'Light' }).check();
    expect(await background()).not.toBe(dark);
  });

  it('has a high contrast of black on white', async () => {
    await dock.page.getByRole('checkbox', { name: /High contrast/ }).check();
    expect(await background()).toBe('rgb(255, 255, 255)');
    const ink = await dock.page.locator('.app').evaluate((app) => getComputedStyle(app).color);
    expect(ink).toBe('rgb(0, 0, 0)');
    await dock.page.getByRole('checkbox', { name: /High contrast/ }).uncheck();
    expect(await attribute('contrast')).toBeNull();
  });

  it('grows in large type, and still fits the window', async () => {
    const build = dock.button('Build');
    const before = (await build.boundingBox())?.height ?? 0;
    await dock.page.getByRole('checkbox', { name: /Large type/ }).check();
    expect((await build.boundingBox())?.height).toBeGreaterThan(before * 1.3);
    const overflow = await dock.page.evaluate(() => ({
      x: document.documentElement.scrollWidth - innerWidth,
      y: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(overflow).toEqual({ x: 0, y: 0 });
    await dock.page.getByRole('checkbox', { name: /Large type/ }).uncheck();
    await dock.page.keyboard.press('Escape');
  });
});

describe('the language', () => {
  it('changes all words at once, and is remembered', async () => {
    await dock.button('Display').click();
    await dock.page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await dock.button('Bauen').waitFor();
    expect(await dock.page.locator('dry-view-tabs').getByRole('tab', { name: 'Vergleichen' }).count()).toBe(
      1,
    );
    expect(await attribute('lang')).toBe('de');
    await dock.page.reload();
    await dock.editor.waitFor();
    await dock.button('Bauen').waitFor();
    await dock.button('Darstellung').click();
    await dock.page.getByRole('combobox', { name: 'Sprache' }).selectOption('es');
    await dock.button('Construir').waitFor();
    await dock.page.getByRole('combobox', { name: 'Idioma' }).selectOption('en');
    await dock.button('Build').waitFor();
    await dock.page.keyboard.press('Escape');
  });
});

describe('the keyboard', () => {
  it('lists its keys at “?”, but not while somebody writes', async () => {
    await dock.editor.click();
    await dock.page.keyboard.press('?');
    expect(await dock.page.getByRole('dialog', { name: 'Keyboard' }).isVisible()).toBe(false);
    await dock.page.keyboard.press('Backspace');
    await dock.button('Options').focus();
    await dock.page.keyboard.press('?');
    await dock.page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await dock.page.keyboard.press('Escape');
    expect(await dock.page.getByRole('dialog', { name: 'Keyboard' }).isVisible()).toBe(false);
  });

  it('builds with Ctrl+Enter, and goes from part to part with F6', async () => {
    await dock.editor.click();
    await dock.page.keyboard.press('Control+Enter');
    await dock.page.locator('.app[data-phase="finished"]').waitFor();
    await dock.editor.click();
    const seen: string[] = [];
    for (let at = 0; at < 9; at++) {
      await dock.page.keyboard.press('F6');
      seen.push((await focused())[1] ?? '');
    }
    expect(seen).toEqual(
      expect.arrayContaining([
        'dry-build-bar',
        'dry-view-tabs',
        'dry-build-pane',
        'dry-image-result',
        'dry-top-bar',
        'dry-project-files',
        'dry-editor-pane',
      ]),
    );
    const before = await focused();
    await dock.page.keyboard.press('F6');
    await dock.page.keyboard.press('Shift+F6');
    expect((await focused())[1]).toBe(before[1]);
  });

  it('gives the main part the whole page with Alt+0', async () => {
    const files = dock.page.locator('dry-project-files');
    await dock.page.keyboard.press('Alt+0');
    expect(await files.isVisible()).toBe(false);
    await dock.page.keyboard.press('Alt+0');
    expect(await files.isVisible()).toBe(true);
  });

  it('had nothing to complain of', () => {
    expect(dock.complaints).toEqual([]);
  });
});
