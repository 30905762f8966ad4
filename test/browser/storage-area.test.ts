/** What is stored, by image and by cache record, and forgetting some of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

const area = () => dock.page.locator('dry-storage-area');
const images = () => area().locator('ul.images code').allTextContents();
const records = () => area().locator('.cache-row .step').allTextContents();

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  await dock.begin('FROM alpine\nRUN echo one > /one\nRUN echo two > /two\n');
  await dock.build();
});

afterAll(async () => {
  await ground?.close();
});

describe('the storage area', () => {
  it('is reached from the figure in the top bar', async () => {
    await dock.page.locator('dry-storage-status > button, dry-storage-status .button').first().click();
    await dock.button('Show all that is stored').click();
    await area().locator('.total').waitFor();
    expect(await area().locator('.total').textContent()).toMatch(/^1\.\d\sMB of \d/);
  });

  it('lists images and the steps of the build cache', async () => {
    expect((await images()).sort()).toEqual(['<none>', 'alpine:latest']);
    expect((await records()).sort()).toEqual(['[2/3] RUN echo one > /one', '[3/3] RUN echo two > /two']);
  });

  it('forgets one record, and a later build makes it again', async () => {
    await area()
      .getByRole('button', { name: /^Forget the cache record \[3\/3\]/ })
      .click();
    await expect.poll(records).toEqual(['[2/3] RUN echo one > /one']);
    await dock.page.getByRole('tab', { name: 'Build' }).click();
    await dock.build();
    const steps = Object.values(await dock.steps()).map(({ state }) => state);
    expect(steps).toEqual(['cached', 'cached', 'done']);
  });

  it('forgets all, and says how much that gave', async () => {
    await dock.page.getByRole('tab', { name: 'Storage' }).click();
    await area().getByRole('combobox', { name: /^What/ }).selectOption('Everything');
    expect(await area().locator('.command').first().textContent()).toBe('docker system prune --all');
    await area().getByRole('button', { name: 'Forget', exact: true }).click();
    await expect
      .poll(() =>
        area()
          .getByText(/MB freed: 3 images, 2 cache records\./)
          .count(),
      )
      .toBe(1);
    expect(await images()).toEqual([]);
    expect(await area().locator('.total').textContent()).toMatch(/^0\sB of /);
  });

  it('keeps no more than the person allows, across a reload', async () => {
    await area().getByLabel('Keep at most').selectOption('500000000');
    await expect.poll(() => area().locator('.total').textContent()).toMatch(/ of 500\sMB$/);
    await dock.page.reload();
    await dock.editor.waitFor();
    await dock.page.getByRole('tab', { name: 'Storage' }).click();
    await expect.poll(() => area().locator('.total').textContent()).toMatch(/ of 500\sMB$/);
    expect(dock.complaints).toEqual([]);
  });
});
