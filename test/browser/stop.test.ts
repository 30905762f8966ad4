/** Stop stops: whatever runs, within 200 ms, and the next build goes on from the steps that were finished. */
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

/** Presses Stop in the page itself; milliseconds until the page says that the build has stopped. */
const stop = () =>
  dock.page.evaluate(async () => {
    const shadow = document.querySelector('dry-dock')?.shadowRoot;
    const app = shadow?.querySelector<HTMLElement>('.app');
    const button = shadow?.querySelector('dry-build-bar')?.shadowRoot?.querySelector<HTMLElement>('.stop');
    if (!app || !button) throw new Error('nothing runs');
    const stopped = new Promise<number>((done) => {
      new MutationObserver(() => {
        if (app.dataset.phase === 'cancelled') done(performance.now());
      }).observe(app, { attributes: true, attributeFilter: ['data-phase'] });
    });
    const pressed = performance.now();
    button.click();
    return (await stopped) - pressed;
  });

describe.each([
  ['a loop of the shell', 'while :; do :; done'],
  ['a program that only computes', `awk 'BEGIN { for (;;) x++ }'`],
  ['a program that waits', 'sleep 1000'],
  ['a pipe that never ends', 'yes | tr y n > /dev/null'],
  ['endless output', 'yes'],
])('stopping %s', (what, command) => {
  it('takes less than 200 ms and leaves what was finished in the cache', async () => {
    await dock.write('Dockerfile', `FROM alpine\nRUN echo ready > /ready\nRUN ${command}\n`);
    await dock.button('Build').click();
    await dock.page.locator('dry-step-card[data-step-id="0/2"][data-state="running"]').waitFor();
    await dock.page.waitForTimeout(300);
    expect(await stop()).toBeLessThan(200);
    expect((await dock.steps())['0/2']?.state).toBe('cancelled');

    await dock.write('Dockerfile', `FROM alpine\nRUN echo ready > /ready\nRUN cat /ready # after ${what}\n`);
    await dock.build();
    const steps = await dock.steps();
    expect(Object.values(steps).map(({ state }) => state)).toEqual(['cached', 'cached', 'done']);
    await dock.chooseStep('0/2');
    expect(await dock.log()).toEqual(['ready']);
    expect(dock.complaints).toEqual([]);
  });
});
