/** A first visit: the two-stage example is built, looked into, changed, built again, and remembered. */
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

const states = async () =>
  Object.fromEntries(Object.entries(await dock.steps()).map(([id, { state }]) => [id, state]));

describe('a first visit', () => {
  it('shows the stages with their steps in order, each done', async () => {
    const outcome = await dock.build();
    expect(outcome.outcome).toBe('finished');
    const steps = await dock.steps();
    expect(
      Object.entries(steps).map(([id, { text, state }]) => `${id} ${text.slice(0, 24)} ${state}`),
    ).toEqual([
      '0/0 FROM alpine AS builder done',
      '0/1 WORKDIR /app done',
      '0/2 COPY src/*.sh ./src/ done',
      '0/3 RUN ls src | sort > part done',
      "0/4 RUN { echo '#!/bin/sh';  done",
      '1/0 FROM alpine done',
      '1/1 COPY --from=builder /app done',
      '1/2 EXPOSE 8080 done',
      '1/3 USER nobody done',
      '1/4 CMD ["greet"] done',
    ]);
    expect(await dock.page.locator('dry-stage-graph .image').textContent()).toMatch(/Image\s+[0-9a-f]{12}/);
  });

  it('tells of the build to who listens on the element', async () => {
    const types = await dock.page.evaluate(() => window.told.events.map(({ type }) => type));
    expect(types[0]).toBe('planned');
    expect(types.at(-1)).toBe('build-finished');
  });

  it("has each RUN's output in its log", async () => {
    await dock.chooseStep('0/4');
    expect(await dock.log()).toEqual(['Ahoy, sailor!']);
  });

  it('opens a layer: what was added, with its mode, and what is in it', async () => {
    await dock.chooseStep('0/4');
    expect(await dock.layer()).toContain('+ /app/greet -rwxr-xr-x');
    expect(await dock.file('greet')).toMatch(/^#!\/bin\/sh\n# from 10-name\.sh\n/);
    await dock.chooseStep('1/1');
    expect(await dock.layer()).toContain('+ /usr/local/bin/greet -rwxr-xr-x');
  });

  it('shows the config and history of the image so far', async () => {
    await dock.chooseStep('1/4');
    await dock.tab('Image').click();
    const details = dock.page.locator('dry-image-details');
    await details.getByText('8080/tcp', { exact: true }).waitFor();
    await details.getByText('["greet"]', { exact: true }).waitFor();
  });

  it('answers from the cache when nothing changed', async () => {
    await dock.build();
    expect(Object.values(await states())).toEqual(Array(10).fill('cached'));
  });

  it('runs exactly what depends on a changed file, and says why', async () => {
    await dock.write('20-greet.sh', '#!/bin/sh\necho "Welcome aboard, $name!"\n');
    await dock.build();
    const steps = await dock.steps();
    expect(await states()).toEqual({
      '0/0': 'cached',
      '0/1': 'cached',
      '0/2': 'done',
      '0/3': 'done',
      '0/4': 'done',
      '1/0': 'cached',
      '1/1': 'done',
      '1/2': 'done',
      '1/3': 'done',
      '1/4': 'done',
    });
    expect(steps['0/2']?.reason).toBe('20-greet.sh changed');
    expect(steps['0/4']?.reason).toBe('earlier step ran');
    await dock.chooseStep('0/2');
    expect(await dock.page.locator('dry-step-details .why').textContent()).toBe(
      'Ran because a file it reads changed: src/20-greet.sh (content).',
    );
    await dock.chooseStep('0/4');
    expect(await dock.log()).toEqual(['Welcome aboard, sailor!']);
  });

  it('has the project and every layer again after a reload', async () => {
    await dock.page.reload();
    await dock.openFile('20-greet.sh');
    expect(await dock.page.locator('.cm-line').allTextContents()).toContain('echo "Welcome aboard, $name!"');
    await dock.build();
    expect(Object.values(await states())).toEqual(Array(10).fill('cached'));
    await dock.chooseStep('0/4');
    expect(await dock.file('greet')).toContain('Welcome aboard');
  });

  it('has them again after the browser was closed', async () => {
    await dock.page.close();
    dock = await Dock.open(await ground.restart(), ground.site.url);
    await dock.build();
    expect(Object.values(await states())).toEqual(Array(10).fill('cached'));
  });

  it('needs the network for none of it any more', async () => {
    ground.site.offline = true;
    await dock.openFile('Dockerfile');
    await dock.write('10-name.sh', '#!/bin/sh\nname="shipmate"\n');
    expect((await dock.build()).outcome).toBe('finished');
    await dock.chooseStep('0/4');
    expect(await dock.log()).toEqual(['Welcome aboard, shipmate!']);
    ground.site.offline = false;
  });

  it('gives the image as a file that docker load takes', async () => {
    await dock.page.locator('dry-stage-graph .image').click();
    const [download] = await Promise.all([
      dock.page.waitForEvent('download'),
      dock.button('Image for docker load').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.tar$/);
  });

  it('complained about nothing', () => {
    expect(dock.complaints).toEqual([]);
  });
});
