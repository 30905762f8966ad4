/** What goes wrong is said where it is wrong, in words that help, and nothing is lost by it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const problem = () => dock.page.locator('dry-problem-list ol, dry-problem-list ul');

describe('a Dockerfile that is none', () => {
  it('is underlined while it is written, and refused with its line', async () => {
    await dock.write('Dockerfile', 'FROM alpine\nRUNN echo hello\n');
    await dock.page.locator('.editor .count.error').waitFor();
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toContain(
      'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
    );
    await problem().getByRole('button', { name: 'Dockerfile, line 2' }).click();
    expect(await dock.page.locator('.cm-activeLine').textContent()).toBe('RUNN echo hello');
  });
});

describe('a COPY of what is not there', () => {
  it('names the path and the instruction', async () => {
    await dock.write('Dockerfile', 'FROM alpine\nCOPY nowhere.txt /\n');
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toContain('"/nowhere.txt": not found');
    expect((await dock.steps())['0/1']?.state).toBe('failed');
  });

  it('says so when .dockerignore leaves it out', async () => {
    await dock.write('Dockerfile', 'FROM alpine\nCOPY README.md /\n');
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toMatch(/\.dockerignore/);
  });
});

describe('a RUN that fails', () => {
  it('shows the exit code, the log and the line; mended, the build goes on from there', async () => {
    await dock.write('Dockerfile', 'FROM alpine\nRUN echo one > /one\nRUN echo searching && cat /two\n');
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toContain(
      'process "/bin/sh -c echo searching && cat /two" did not complete successfully: exit code: 1',
    );
    expect(await dock.log()).toEqual(['searching', "cat: can't open '/two': No such file or directory"]);

    await dock.write('Dockerfile', 'FROM alpine\nRUN echo one > /one\nRUN echo searching && cat /one\n');
    expect((await dock.build()).outcome).toBe('finished');
    expect(Object.values(await dock.steps()).map(({ state }) => state)).toEqual(['cached', 'cached', 'done']);
  });

  it('explains a program that a stand-in lacks', async () => {
    await dock.write('Dockerfile', 'FROM node:14-alpine\nRUN npm install\n');
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toMatch(/exit code: 127/);
    expect(await problem().textContent()).toMatch(/npm is not in this image here/);
  });
});

describe('a base image that is not bundled', () => {
  it('is named, with what can be had instead', async () => {
    await dock.write('Dockerfile', 'FROM ghcr.io/acme/tool:1\n');
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toContain('ghcr.io/acme/tool:1');
    expect(await problem().textContent()).toContain('alpine');
  });
});

describe('a file that is too large', () => {
  it('is refused when it is dropped, before it is read, and the project stays as it was', async () => {
    await dock.page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(200_000_000)], 'disk.img'));
      files.items.add(new File(['small'], 'small.txt'));
      const drop = { dataTransfer: files, bubbles: true, composed: true, cancelable: true };
      const place = document.querySelector('dry-dock')?.shadowRoot?.querySelector('.app');
      for (const type of ['dragenter', 'dragover', 'drop']) place?.dispatchEvent(new DragEvent(type, drop));
    });
    const message = dock.page.locator('dry-project-files [role="alert"]');
    await message.waitFor();
    expect(await message.textContent()).toMatch(/disk\.img was not added: it is 200\sMB/);
    await dock.openFile('small.txt');
    expect(await dock.page.locator('dry-project-files .open').allTextContents()).not.toContain('disk.img');
    expect(await dock.page.locator('dry-project-files .open').count()).toBeGreaterThan(5);
  });
});

describe('a browser without room', () => {
  it('says so at the step whose layer could not be kept; with room again, the build goes on', async () => {
    // Another origin than the other tests': Chromium remembers for a while how much room an origin had.
    const crowded = ground.site.url.replace('127.0.0.1', 'localhost');
    await dock.page.close();
    dock = await Dock.open(ground.browser, crowded);
    await dock.write('Dockerfile', 'FROM alpine\nRUN head -c 9000000 /dev/urandom > /noise\n');
    const session = await ground.browser.newCDPSession(dock.page);
    const { origin } = new URL(crowded);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 6_000_000 });
    expect((await dock.build()).outcome).toBe('failed');
    expect(await problem().textContent()).toMatch(/The browser has no room for/);
    expect(await dock.page.locator('.cm-content').textContent()).toContain('/dev/urandom');

    await session.send('Storage.overrideQuotaForOrigin', { origin });
    expect((await dock.build()).outcome).toBe('finished');
    expect((await dock.steps())['0/0']?.state).toBe('cached');
  });
});

describe('a reload right after the last key', () => {
  it('loses nothing, whether it was built or not', async () => {
    await dock.write('README.md', 'written, built, gone\n');
    await dock.build();
    await dock.page.reload();
    await dock.openFile('README.md');
    expect(await dock.page.locator('.cm-line').first().textContent()).toBe('written, built, gone');

    await dock.write('README.md', 'written and gone\n');
    await dock.page.waitForTimeout(250);
    await dock.page.reload();
    await dock.openFile('README.md');
    expect(await dock.page.locator('.cm-line').first().textContent()).toBe('written and gone');
  });
});
