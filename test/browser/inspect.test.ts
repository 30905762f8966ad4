/** Looking into an image in a real browser: layers, files, versions, waste, map, config, and what Docker would print. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dock, type Ground, openGround } from './dock.ts';

const dockerfile = `FROM alpine
RUN mkdir -p /cache/deep && head -c 300000 /dev/zero > /cache/deep/big.bin
WORKDIR /app
RUN printf 'one\\ntwo\\nthree\\n' > notes.txt && printf '#!/bin/sh\\n' > run.sh
RUN printf 'one\\n2\\nthree\\nfour\\n' > notes.txt && chmod +x run.sh
RUN rm -rf /cache
EXPOSE 8080
CMD ["/app/run.sh"]
`;

let ground: Ground;
let dock: Dock;
let area: Locator;

beforeAll(async () => {
  ground = await openGround();
  dock = await Dock.open(ground.browser, ground.site.url);
  dock.page.setDefaultTimeout(10_000);
  await dock.begin(dockerfile);
  await dock.build();
  await dock.page.getByRole('tab', { name: 'Image', exact: true }).first().click();
  area = dock.page.locator('dry-image-area');
  await area.locator('dry-file-tree').waitFor();
});

afterAll(async () => {
  await ground?.close();
});

const view = (name: string) => area.getByRole('tab', { name, exact: true }).click();
const layer = (at: number) => area.locator(`[data-layer="${at}"]`).click();
const row = (path: string) => area.locator(`dry-file-tree .row[data-path="${path}"]`);

/** Rows of the tree on the screen, as `~ /app/run.sh`. */
async function rows(): Promise<readonly string[]> {
  const all = area.locator('dry-file-tree .row');
  await all.first().waitFor();
  return all.evaluateAll((each) =>
    each.map((one) =>
      `${one.querySelector('.mark')?.textContent?.trim() ?? ''} ${one.getAttribute('data-path')}`.trim(),
    ),
  );
}

describe('an image', () => {
  it('has its layers, each with its command, what it changed, and its line of the Dockerfile', async () => {
    const layers = await area.locator('dry-layer-list li').allInnerTexts();
    expect(layers).toHaveLength(6);
    expect(layers[0]).toContain('base image');
    expect(layers[3]).toMatch(/RUN printf .*notes\.txt[\s\S]*2 added/);
    await expect.poll(() => area.locator('dry-layer-list li').nth(5).innerText()).toContain('1 deleted');
    await area.getByRole('button', { name: 'Go to line 5 of the Dockerfile' }).first().click();
    await expect
      .poll(() => dock.page.locator('.cm-activeLine').first().textContent())
      .toContain("RUN printf 'one\\n2");
  });

  it('shows what a layer changed, with what was below a deleted directory', async () => {
    await layer(5);
    await expect.poll(rows).toEqual(['− /cache', '− /cache/deep', '− /cache/deep/big.bin']);
    await layer(4);
    await expect.poll(rows).toEqual(['/app', '~ /app/notes.txt', '~ /app/run.sh']);
  });

  it('shows the whole filesystem at that step, filtered by text and by kind of change', async () => {
    await area.getByRole('combobox', { name: 'What to list' }).selectOption('filesystem');
    await area.locator('dry-file-tree [role="searchbox"], dry-file-tree input').fill('busy');
    await expect.poll(rows).toContain('/bin/busybox');
    await area.locator('dry-file-tree input').fill('');
    await area.getByRole('button', { name: /^unchanged: / }).click();
    await expect.poll(rows).toEqual(['/app', '~ /app/notes.txt', '~ /app/run.sh']);
    await area.getByRole('button', { name: /^unchanged: / }).click();
    await area.getByRole('combobox', { name: 'Sort by' }).selectOption('size');
    await expect.poll(async () => (await rows())[0]).toBe('/bin');
    await area.getByRole('combobox', { name: 'Sort by' }).selectOption('name');
    await area.getByRole('combobox', { name: 'What to list' }).selectOption('layer');
  });

  it('is walked through with the keyboard', async () => {
    await layer(4);
    await row('/app/run.sh').waitFor();
    await area.locator('[role="tree"]').focus();
    await dock.page.keyboard.press('Home');
    await dock.page.keyboard.press('ArrowDown');
    await dock.page.keyboard.press('Enter');
    await area.locator('dry-file-viewer .path').getByText('/app/notes.txt').waitFor();
  });

  it('shows what changed in a file since the layers below', async () => {
    await row('/app/notes.txt').click();
    await area.getByRole('button', { name: 'Changes', exact: true }).click();
    const lines = area.locator('dry-file-changes dry-virtual-lines .line');
    await lines.first().waitFor();
    const changed = await lines.evaluateAll((all) =>
      all.map(
        (line) =>
          `${line.className.replace('line ', '')} ${line.textContent?.replace(/^\d*\s*\d*/, '').trim()}`,
      ),
    );
    expect(changed).toContain('removed −two');
    expect(changed).toContain('added +2');
    expect(changed).toContain('added +four');
  });

  it('says where a file comes from, and shows its earlier versions', async () => {
    await area.getByRole('button', { name: 'Where from', exact: true }).click();
    const versions = area.locator('dry-file-origin li');
    await expect.poll(() => versions.count()).toBe(2);
    expect(await versions.nth(0).innerText()).toMatch(/Layer 5: new content/);
    expect(await versions.nth(1).innerText()).toMatch(/Layer 4: added/);
    await area.getByRole('button', { name: 'Show the file as layer 4 has it' }).click();
    await expect
      .poll(() => area.locator('dry-file-viewer dry-virtual-lines .line').allInnerTexts())
      .toContain('2two');
  });

  it('shows what was in a deleted file', async () => {
    await layer(5);
    await row('/cache/deep/big.bin').click();
    await area.getByText('This layer deleted the file.').waitFor();
    await area.getByRole('button', { name: 'Show the file as layer 2 has it' }).click();
    await area.getByRole('button', { name: 'Hex', exact: true }).click();
    await expect
      .poll(() => area.locator('dry-file-viewer dry-virtual-lines .line').first().textContent())
      .toMatch(/^00000000 {2}00 00/);
    expect(await area.locator('dry-file-viewer .facts').innerText()).toContain('The first 262');
  });

  it('says what is wasted and what would help', async () => {
    await view('Wasted space');
    const waste = area.locator('dry-wasted-space');
    await waste.getByText('Efficiency').waitFor();
    expect(await waste.locator('.figure').nth(1).innerText()).toMatch(/300\skB/);
    expect(await waste.locator('.advice').innerText()).toMatch(/“RUN rm -rf \/cache” deletes 300\skB/);
    expect(await waste.locator('tbody tr').first().innerText()).toMatch(/\/cache\/deep\/big\.bin\s*deleted/);
  });

  it('is a map of sizes that the keyboard opens and leaves', async () => {
    await view('Size map');
    const map = area.locator('dry-size-map');
    await map.locator('.area[data-path="/bin"]').focus();
    await dock.page.keyboard.press('Enter');
    await expect.poll(() => map.locator('[aria-current]').innerText()).toBe('bin');
    await dock.page.keyboard.press('Backspace');
    await expect.poll(() => map.locator('[aria-current]').innerText()).toBe('All files');
    const tile = await map.locator('.area[data-path="/bin/busybox"] .unseen').textContent();
    expect(tile).toMatch(/^\/bin\/busybox, [\d.]+\s[kM]B, [\d.]+\s%$/);
  });

  it('has a config and a manifest that explain themselves', async () => {
    await view('Config');
    await area.getByText('EXPOSE: ports that the program listens on.').waitFor();
    await area.getByRole('button', { name: 'JSON', exact: true }).click();
    await area.locator('dry-virtual-lines').getByRole('button', { name: '"Cmd"' }).click();
    await area.getByText('CMD: arguments for the entrypoint').waitFor();
    await view('Manifest');
    await area.getByText('The layers, lowest first, as they are transferred.').first().waitFor();
  });

  it('is told as docker history and docker image inspect tell it, to be copied', async () => {
    await view('History');
    const output = area.locator('dry-docker-output');
    await expect.poll(() => output.locator('pre').innerText()).toMatch(/^IMAGE {10}CREATED +CREATED BY/);
    await area.getByRole('checkbox', { name: /--no-trunc/ }).check();
    await expect.poll(() => output.locator('pre').innerText()).toMatch(/^IMAGE +CREATED[\s\S]*sha256:/);
    await view('docker inspect');
    await expect.poll(() => output.locator('pre').innerText()).toContain('"LastTagTime"');
    await dock.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await output.getByRole('button', { name: 'Copy' }).click();
    await output.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await dock.page.evaluate(() => navigator.clipboard.readText());
    const [described] = JSON.parse(copied);
    const [outcome] = (await dock.outcomes()).slice(-1);
    expect(outcome).toMatchObject({ outcome: 'finished', image: { configDigest: described.Id } });
    expect(described.Config.Cmd).toEqual(['/app/run.sh']);
  });

  it('had nothing to complain of', () => {
    expect(dock.complaints).toEqual([]);
  });
});

describe('the image after a step', () => {
  it('is chosen at the top, and looked into like the finished one', async () => {
    const moments = area.getByLabel('Look into', { exact: true });
    await view('Files');
    await moments.selectOption('0/3');
    await expect.poll(() => area.locator('dry-layer-list li').count()).toBe(4);
    await expect.poll(rows).toContain('+ /app/notes.txt');
    expect(await area.getByRole('button', { name: 'Download or push' }).count()).toBe(0);
    await view('Config');
    const config = () => area.locator('dry-image-document .readable').innerText();
    await expect.poll(config).toContain('/app');
    expect(await config()).not.toContain('8080');
    await moments.selectOption('finished');
    await expect.poll(config).toContain('8080');
  });

  it('is the one before the step that failed, where there is no image', async () => {
    await dock.begin('FROM alpine\nRUN echo kept > /kept\nRUN false\n');
    await dock.build();
    await dock.page.getByRole('tab', { name: 'Image', exact: true }).first().click();
    await view('Files');
    await expect.poll(() => area.getByLabel('Look into', { exact: true }).inputValue()).toBe('0/1');
    await expect.poll(rows).toContain('+ /kept');
  });
});
