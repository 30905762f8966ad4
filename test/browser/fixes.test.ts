/** What the editor underlines says why, and offers what can be mended safely at one click, or at the keyboard. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

beforeAll(async () => {
  ground = await openGround();
});

beforeEach(async () => {
  await dock?.page.close();
  dock = await Dock.open(ground.browser, ground.site.url);
});

afterAll(async () => {
  await ground?.close();
});

const text = async () => (await dock.page.locator('.cm-line').allTextContents()).join('\n');
const underlined = (words: string) => dock.page.locator('.cm-lintRange').filter({ hasText: words }).first();

it('a build check is explained where it is, and mended at one click', async () => {
  await dock.write('Dockerfile', 'FROM alpine AS base\nUSER app\nCMD node server.js\n');
  await underlined('node server.js').hover();
  const tooltip = dock.page.locator('.cm-tooltip-lint');
  expect(await tooltip.textContent()).toContain(
    'JSON arguments recommended for CMD to prevent unintended behavior related to OS signals',
  );
  await tooltip.getByRole('button', { name: 'Write as JSON' }).click();
  await expect.poll(text).toContain('CMD ["node", "server.js"]');
  await expect.poll(() => dock.page.locator('.cm-lintRange').count()).toBe(0);
});

it('what explains the first line lies on no button of the page', async () => {
  await dock.write('Dockerfile', 'FROM alpine as base\n');
  await underlined('as').hover();
  const [tooltip, editor] = await Promise.all(
    ['.cm-tooltip-lint', '.cm-editor'].map((part) => dock.page.locator(part).boundingBox()),
  );
  if (!tooltip || !editor) throw new Error('nothing is shown');
  expect(tooltip.y).toBeGreaterThanOrEqual(editor.y);
  expect(tooltip.x + tooltip.width).toBeLessThanOrEqual(editor.x + editor.width);
});

it('a mistyped instruction is mended, and one undo takes it back', async () => {
  await dock.write('Dockerfile', 'FROM alpine\nCPOY hello /\n');
  await underlined('CPOY').hover();
  await dock.page.locator('.cm-tooltip-lint').getByRole('button', { name: 'Write COPY' }).click();
  await expect.poll(text).toContain('COPY hello /');
  await dock.page.keyboard.press('Control+z');
  await expect.poll(text).toContain('CPOY hello /');
});

it('from the keyboard: the list of problems offers the same', async () => {
  await dock.write('Dockerfile', 'FROM alpine\nEXPOSE 8080:80\n');
  await underlined('8080:80').waitFor();
  await dock.editor.focus();
  await dock.page.keyboard.press('Control+Shift+M');
  await dock.page.locator('.cm-panel-lint').getByRole('option', { selected: true }).waitFor();
  // The letter that is underlined in “Write 80”.
  await dock.page.keyboard.press('w');
  await expect.poll(text).toContain('EXPOSE 80\n');
});

it('lines written above in the meantime move the fix along', async () => {
  await dock.write('Dockerfile', 'FROM alpine\nMAINTAINER me\n');
  await underlined('MAINTAINER').waitFor();
  await dock.editor.focus();
  await dock.page.keyboard.press('Control+Home');
  await dock.page.keyboard.type('# mine\n');
  await underlined('MAINTAINER').hover();
  await dock.page.locator('.cm-tooltip-lint').getByRole('button', { name: 'Replace with a label' }).click();
  await expect.poll(text).toBe('# mine\nFROM alpine\nLABEL org.opencontainers.image.authors="me"\n');
});
