/** The page at every width, and that nothing on it moves while a build runs. */
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

const slow = `FROM alpine AS tools
RUN for part in hull deck mast; do echo "$part"; sleep 0.4; done
RUN echo tools > /tools
FROM alpine
COPY --from=tools /tools /tools
RUN sleep 0.4; echo done
`;

describe('while a build runs', () => {
  it('nothing that is on the page moves', async () => {
    await dock.begin(slow);
    // The first build opens the panes below the graph; a person expects that of the button they pressed.
    await dock.build();
    await dock.begin(slow.replace('hull', 'keel'));
    await dock.page.evaluate(() => {
      Object.assign(window, { shifts: [] });
      const shifts = (window as unknown as { shifts: string[] }).shifts;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          readonly value: number;
          readonly hadRecentInput: boolean;
          readonly sources: readonly { readonly previousRect: DOMRect; readonly currentRect: DOMRect }[];
        })[]) {
          if (entry.hadRecentInput) continue;
          // Nodes in shadow trees aren't named to the page; their places are. Less than a pixel is nobody's business.
          for (const { previousRect: from, currentRect: to } of entry.sources) {
            const [before, after] = [from, to].map((rect) =>
              [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(),
            );
            if (before !== after) shifts.push(`${before} → ${after}`);
          }
        }
      }).observe({ type: 'layout-shift' });
    });
    await dock.build();
    expect(await dock.page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)).toEqual([]);
  });
});

describe('the chosen tab', () => {
  it('is that of what is shown, on a page that is narrow from the start and then widened', async () => {
    const narrow = await Dock.open(ground.browser, ground.site.url, { width: 390, height: 844 });
    const chosen = narrow.page.locator('dry-view-tabs').getByRole('tab', { selected: true });
    await expect.poll(() => chosen.textContent().then((text) => text?.trim())).toBe('Project');
    expect(await narrow.page.locator('.cm-content').isVisible()).toBe(true);
    await narrow.page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => chosen.textContent().then((text) => text?.trim())).toBe('Build');
    await narrow.page.close();
  });
});

describe.each([
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1100, height: 800 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
])('at $width px', ({ width, height }) => {
  it('every view fits', async () => {
    await dock.page.setViewportSize({ width, height });
    for (const tab of await dock.page.locator('dry-view-tabs').getByRole('tab').all()) {
      if (!(await tab.isVisible())) continue;
      await tab.click();
      await dock.page.waitForTimeout(250);
      const beyond = await dock.page.evaluate(() => ({
        x: document.documentElement.scrollWidth - innerWidth,
        y: document.documentElement.scrollHeight - innerHeight,
      }));
      expect(beyond, (await tab.textContent()) ?? '').toEqual({ x: 0, y: 0 });
    }
  });

  it('the button that builds is in sight', async () => {
    const box = await dock.button('Build').boundingBox();
    expect(box).not.toBeNull();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  });
});
