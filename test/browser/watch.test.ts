/** Watching a build: graph, editor and layer stack are one, and a finished build is played again moment by moment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

let ground: Ground;
let dock: Dock;

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  await dock.build();
});

afterAll(async () => {
  await ground?.close();
});

/** Lines of the Dockerfile that carry a mark. */
const marked = (kind: string) => dock.page.locator(`.cm-line.dd-${kind}`).allTextContents();
const card = (step: string) => dock.page.locator(`dry-step-card[data-step-id="${step}"]`);
const layer = (step: string) => dock.page.locator(`dry-layer-stack [data-layer-of="${step}"]`);
const states = async () => Object.values(await dock.steps()).map(({ state }) => state);
const caption = async () => (await dock.page.locator('dry-replay-bar .text').textContent()) ?? '';
const ask = (name: RegExp) => dock.page.locator('dry-replay-bar').getByRole('button', { name }).click();
/** How often the engine was asked to build. */
const builds = () =>
  dock.page.evaluate(() => window.told.events.filter(({ type }) => type === 'planned').length);

describe('the graph and the editor', () => {
  it('mark the lines of a step that is pointed at', async () => {
    await card('0/2').hover();
    expect(await marked('pointed')).toEqual(['COPY src/*.sh ./src/']);
    await card('1/0').hover();
    expect(await marked('pointed')).toEqual(['FROM alpine']);
  });

  it('mark the step of a line that is pointed at, and its layer', async () => {
    await dock.page.locator('.cm-line', { hasText: 'COPY --from=builder' }).hover();
    await dock.page.locator('dry-step-card[data-step-id="1/1"][pointed]').waitFor();
    expect(await layer('1/1').getAttribute('data-pointed')).toBe('');
    await dock.page.locator('.cm-line', { hasText: '# Really run' }).hover();
    await dock.page.locator('dry-step-card[pointed]').waitFor({ state: 'detached' });
  });

  it('mark the step and its lines when its layer has the focus', async () => {
    await layer('1/1').focus();
    await dock.page.locator('dry-step-card[data-step-id="1/1"][pointed]').waitFor();
    expect(await marked('pointed')).toEqual(['COPY --from=builder /app/greet /usr/local/bin/greet']);
    await layer('1/1').blur();
  });

  it('open the step of a layer', async () => {
    await layer('1/1').click();
    expect(await dock.page.locator('dry-step-details h2').textContent()).toContain('COPY --from=builder');
  });
});

describe('the layer stack', () => {
  it('has a row for the base and each layer of the image, with its size and who made it', async () => {
    const rows = await dock.page
      .locator('dry-layer-stack li button')
      .evaluateAll((all) =>
        all.map((row) => `${row.getAttribute('data-maker')} ${row.querySelector('.text')?.textContent}`),
      );
    expect(rows).toEqual(['code COPY --from=builder /app/greet /usr/local/bin/greet', 'base FROM alpine']);
    expect(await layer('1/0').locator('.size').textContent()).toMatch(/MB$/);
  });
});

describe('a replay', () => {
  it('goes moment by moment, shows the state of each, and builds nothing', async () => {
    const before = await builds();
    await dock.button('Replay').click();
    await ask(/^Pause/);
    await dock.page.keyboard.press('Home');
    expect(await caption()).toBe('The plan: 2 stages, 10 steps.');
    expect(new Set(await states())).toEqual(new Set(['queued']));
    expect(await dock.page.locator('.image.waiting').count()).toBe(1);

    await dock.page.keyboard.press('ArrowRight');
    expect((await states()).filter((state) => state !== 'queued').length).toBeGreaterThan(0);
    await dock.page.keyboard.press('ArrowLeft');
    expect(await caption()).toBe('The plan: 2 stages, 10 steps.');
    expect(new Set(await states())).toEqual(new Set(['queued']));

    await dock.page.keyboard.press('End');
    expect(await caption()).toMatch(/^The image is finished: 2 layers/);
    expect(new Set(await states())).toEqual(new Set(['done']));
    expect(await builds()).toBe(before);
  });

  it('marks the line that ran, and has its log as it was', async () => {
    await dock.page.keyboard.press('Home');
    while (!(await caption()).startsWith('Runs: RUN {')) await dock.page.keyboard.press('ArrowRight');
    expect((await marked('running'))[0]).toBe("RUN { echo '#!/bin/sh'; \\");
    expect(await dock.log()).toEqual([]);
    await dock.page.locator('dry-replay-bar .toggle').focus();
    while (!(await caption()).startsWith('Done')) await dock.page.keyboard.press('ArrowRight');
    expect(await marked('running')).toEqual([]);
    expect(await dock.log()).toEqual(['Ahoy, sailor!']);
  });

  it('moves nothing: every card stands where it stood', async () => {
    const places = () =>
      dock.page
        .locator('dry-step-card, dry-layer-stack li')
        .evaluateAll((all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
    await dock.page.locator('dry-replay-bar .toggle').focus();
    await dock.page.keyboard.press('Home');
    const first = await places();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'End']) {
      await dock.page.keyboard.press(key);
      expect(await places()).toEqual(first);
    }
  });

  it('plays to the end by itself, and stops there', async () => {
    await dock.page.keyboard.press('Home');
    await dock.page.locator('dry-replay-bar select').selectOption('5');
    await ask(/^Play/);
    await dock.page.locator('dry-replay-bar').getByRole('button', { name: /^Play/ }).waitFor();
    expect(await caption()).toMatch(/^The image is finished/);
  });

  it('goes where the scrubber is put', async () => {
    await dock.page.getByRole('slider', { name: 'Moment of the build' }).fill('0');
    expect(await states()).toContain('queued');
    expect(await states()).not.toContain('failed');
  });

  it('ends with Escape, and the build is shown as it is', async () => {
    await dock.page.locator('dry-replay-bar .toggle').focus();
    await dock.page.keyboard.press('Escape');
    await dock.page.locator('dry-replay-bar').waitFor({ state: 'detached' });
    expect(new Set(await states())).toEqual(new Set(['done']));
  });

  it('waits for the person when motion is to be reduced', async () => {
    await dock.page.emulateMedia({ reducedMotion: 'reduce' });
    await dock.button('Replay').click();
    await dock.page.locator('dry-replay-bar').getByRole('button', { name: /^Play/ }).waitFor();
    const animations = () =>
      dock.page
        .locator('dry-step-card .state svg')
        .evaluateAll((all) => all.map((icon) => getComputedStyle(icon).animationName));
    while (!(await caption()).startsWith('Runs: ')) await dock.page.keyboard.press('ArrowRight');
    expect(await dock.page.locator('dry-step-card[data-state="running"]').count()).toBeGreaterThan(0);
    expect(new Set(await animations())).toEqual(new Set(['none']));
    await dock.page.keyboard.press('Escape');
    await dock.page.emulateMedia({ reducedMotion: null });
  });
});

it('complained about nothing', () => {
  expect(dock.complaints).toEqual([]);
});
