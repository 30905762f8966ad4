/** Why: what changed, what it brings about, what the next build will run, and an order that is quicker and is taken. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  await dock.page.getByRole('combobox', { name: 'Examples' }).selectOption('cache-order');
  await dock.button('Dismiss').click();
  await dock.build();
});

afterAll(async () => {
  await ground?.close();
});

const states = async () =>
  Object.fromEntries(Object.entries(await dock.steps()).map(([id, { state }]) => [id, state]));
const marks = () =>
  dock.page
    .locator('dry-step-card .next')
    .evaluateAll((all) => all.map((mark) => mark.getAttribute('data-next')));
const ahead = (of: Dock) => of.page.locator('dry-build-pane .ahead');
const why = () => dock.page.locator('dry-step-why');

describe('while a file is edited after a build', () => {
  it('the graph marks what the next build will run', async () => {
    expect(await marks()).toEqual([]);
    await dock.write('app.sh', '#!/bin/sh\necho "version 2"\nls lib\n');
    await dock.page.locator('dry-step-card .next').first().waitFor();
    // COPY . ., the RUN below it, and what they carry into the config.
    expect((await marks()).filter((mark) => mark === 'run').length).toBe(4);
    expect(await ahead(dock).textContent()).toMatch(/2 layers are made again/);
  });

  it('the next build does just that', async () => {
    await dock.build();
    expect(await states()).toMatchObject({ '0/1': 'cached', '0/2': 'done', '0/3': 'done' });
    await dock.page.locator('dry-step-card .next').first().waitFor({ state: 'detached' });
  });

  it('an edit that is taken back is all cached again', async () => {
    await dock.write('app.sh', '#!/bin/sh\necho "version 3"\n');
    await dock.page.locator('dry-step-card .next').first().waitFor();
    await dock.write('app.sh', '#!/bin/sh\necho "version 2"\nls lib\n');
    await dock.page.locator('dry-step-card .next').first().waitFor({ state: 'detached' });
  });
});

describe('the tab Why', () => {
  it('has the lines of the file that changed', async () => {
    await dock.chooseStep('0/2');
    await dock.tab('Why').click();
    const rows = why().locator('dry-file-diff tr');
    await rows.first().waitFor();
    const changed = await why().locator('tr.added, tr.removed').allTextContents();
    expect(changed.map((line) => line.replace(/\s+/g, ' ').trim())).toEqual([
      '2 − echo "version 1"',
      '2 + echo "version 2"',
    ]);
  });

  it('says what the step brings about below, and leads there', async () => {
    await why().getByText('When it runs again, so does 1 step below it').waitFor();
    await why().locator('.steps .link').click();
    expect(await dock.page.locator('dry-step-details .title :is(h2, h3)').textContent()).toContain(
      'RUN echo',
    );
    expect(await dock.page.locator('dry-step-details .why').textContent()).toContain(
      'Ran because a step it builds on ran again',
    );
  });
});

describe('the cache view', () => {
  it('marks the first key that does not fit, with the part that changed', async () => {
    await dock.chooseStep('0/2');
    await dock.tab('Cache').click();
    const locks = await dock.page
      .locator('dry-cache-chain ol li')
      .evaluateAll((all) => all.map((lock) => lock.getAttribute('data-lock')));
    expect(locks).toEqual(['fits', 'fits', 'first', 'broken']);
    expect(await dock.page.locator('dry-cache-chain .changed dt').textContent()).toMatch(/what it reads/);
  });

  it('goes along the chain with the arrow keys', async () => {
    await dock.page.locator('dry-cache-chain button[data-step="0/2"]').focus();
    await dock.page.keyboard.press('ArrowRight');
    await dock.page.locator('dry-cache-chain button[data-step="0/3"][aria-pressed="true"]').waitFor();
    expect(await dock.page.locator('dry-cache-chain .changed dt').textContent()).toMatch(/what it stands on/);
  });
});

describe('an order that is quicker', () => {
  it('is offered with the time it saves, measured', async () => {
    await ahead(dock).getByRole('button', { name: 'Show how' }).click();
    const advice = why().locator('.advice');
    expect(await advice.locator('p').first().textContent()).toMatch(
      /Put “COPY packages\.txt \.\/” in place of line 7, and line 7 below line 8, and the next edit of app\.sh rebuilds in .+ instead of .+\./,
    );
  });

  it('is taken with one click, and taken back with one', async () => {
    await why().getByRole('button', { name: 'Change the Dockerfile' }).click();
    const lines = () => dock.page.locator('.cm-line').allTextContents();
    await dock.page.locator('.cm-line', { hasText: 'COPY packages.txt ./' }).first().waitFor();
    await dock.button('Undo').click();
    await dock.page
      .locator('.cm-line', { hasText: 'COPY packages.txt ./' })
      .first()
      .waitFor({ state: 'detached' });
    expect((await lines()).filter((line) => line === 'COPY . .').length).toBe(1);
  });

  it('makes the next edit quick: the slow step really comes from the cache', async () => {
    await ahead(dock).getByRole('button', { name: 'Show how' }).click();
    await why().getByRole('button', { name: 'Change the Dockerfile' }).click();
    await dock.build();
    await dock.write('app.sh', '#!/bin/sh\necho "version 4"\nls lib\n');
    await dock.build();
    const steps = await dock.steps();
    expect(
      Object.entries(steps)
        .map(([, { text, state }]) => `${text.slice(0, 22)} ${state}`)
        .slice(2, 5),
    ).toEqual(['COPY packages.txt ./ cached', 'RUN echo "installing.. cached', 'COPY . . done']);
  });
});

it('complained about nothing', () => {
  expect(dock.complaints).toEqual([]);
});
