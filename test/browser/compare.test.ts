/** Two builds side by side, remembered across a reload, and images that stay after the next build. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

const area = () => dock.page.locator('dry-compare-area');

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  await dock.begin(
    'FROM alpine AS builder\nRUN dd if=/dev/zero of=/tool bs=1000 count=300 2>/dev/null && echo one > /out\nFROM alpine\nCOPY --from=builder /out /\nENV A=1\n',
  );
  await dock.build();
  await dock.begin(
    'FROM alpine AS builder\nRUN dd if=/dev/zero of=/tool bs=1000 count=300 2>/dev/null && echo two > /out\nFROM alpine\nCOPY --from=builder /out /\nRUN echo more > /more\nENV A=2\n',
  );
  await dock.build();
});

afterAll(async () => {
  await ground?.close();
});

async function openCompare(): Promise<void> {
  await dock.page.getByRole('tab', { name: 'Compare' }).click();
  await area().locator('dry-compare-files .row').first().waitFor();
}

describe('comparing the last two builds', () => {
  it('matches their steps, and says what only one has', async () => {
    await openCompare();
    const rows = await area()
      .locator('.steps tbody tr')
      .evaluateAll((all) =>
        all.map(
          (row) =>
            `${row.getAttribute('data-kind')} ${row.querySelector('td code:last-of-type')?.textContent}`,
        ),
      );
    expect(rows).toEqual([
      'same FROM alpine AS builder',
      'changed RUN dd if=/dev/zero of=/tool bs=1000 count=300 2>/dev/null && echo two > /out',
      'same FROM alpine',
      'same COPY --from=builder /out /',
      'added RUN echo more > /more',
      'changed ENV A=2',
    ]);
  });

  it('shows what the image doesn’t carry any more', async () => {
    const left = await area().locator('.side').last().locator('.left .segment').count();
    expect(left).toBe(1);
    expect(await area().locator('.side').last().textContent()).toMatch(/30\d\skB were made on the way/);
  });

  it('lists the files that only one has, and those that changed', async () => {
    const kinds = await area().locator('dry-compare-files .kinds button').allTextContents();
    expect(kinds.map((kind) => kind.trim().replaceAll('\u00a0', ' ')).slice(0, 3)).toEqual([
      'Only in A: 0 files, 0 B',
      'Only in B: 1 file, 5 B',
      'Changed: 1 file, 4 B',
    ]);
    expect(await area().locator('dry-compare-files .path').allTextContents()).toEqual(['/more']);
    await area()
      .getByRole('button', { name: /^Changed/ })
      .click();
    expect(await area().locator('dry-compare-files .row').allTextContents()).toEqual([
      expect.stringMatching(/\/out[\s\S]*content, time[\s\S]*4\sB/),
    ]);
  });

  it('tells the configs apart', async () => {
    const cells = await area().locator('.config tbody td').allTextContents();
    expect(cells.map((cell) => cell.trim())).toEqual(['Env', 'A=1', 'A=2']);
  });

  it('is still possible after a reload, and a forgotten build is gone', async () => {
    await dock.page.reload();
    await dock.editor.waitFor();
    await openCompare();
    await area().locator('summary').click();
    expect(await area().locator('.history li').count()).toBe(2);
    await area()
      .getByRole('button', { name: /^Forget the build/ })
      .first()
      .click();
    await expect.poll(() => area().locator('.history li').count()).toBe(1);
    expect(dock.complaints).toEqual([]);
  });
});
