/** Containers in the page: a shell one types into, keys that send signals, whole-screen programs, exec and commit. */
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

const field = (label: string) => dock.page.locator('dry-run-form').getByLabel(label, { exact: true });

/** Lines of the terminal that is shown. */
async function screen(): Promise<string> {
  const rows = await dock.page.locator('dry-terminal-pane .xterm-rows > div').allTextContents();
  return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
}

/** Waits until the terminal that is shown has the text; tells what it showed instead. */
async function sees(text: string | RegExp): Promise<void> {
  const isThere = (shown: string) => (typeof text === 'string' ? shown.includes(text) : text.test(shown));
  const end = Date.now() + 15_000;
  let shown = '';
  do {
    shown = await screen();
    if (isThere(shown)) return;
    await dock.page.waitForTimeout(40);
  } while (Date.now() < end);
  throw new Error(`the terminal was to show ${String(text)}, and shows:\n${shown}`);
}

async function types(text: string): Promise<void> {
  await dock.page.waitForTimeout(120);
  await dock.page.keyboard.type(text);
}

/** An empty screen with a prompt. */
async function clear(): Promise<void> {
  await types('clear\n');
  await sees(/^\/ #\s*$/);
}

/** A key, once the terminal has answered what the shell asks it at each prompt: busybox takes both for one otherwise. */
async function press(key: string): Promise<void> {
  await dock.page.waitForTimeout(120);
  await dock.page.keyboard.press(key);
}

/** Starts a container, and waits for its terminal. */
async function run(image: string, command: string): Promise<void> {
  await field('Image').fill(image);
  await field('Command').fill(command);
  await dock.page.locator('dry-run-form button.primary').click();
}

describe('a shell in a container', () => {
  it('is loaded when it is looked at, and runs at a terminal', async () => {
    const asked: string[] = [];
    dock.page.on('request', (request) => asked.push(request.url()));
    expect(asked.some((url) => url.includes('run-area'))).toBe(false);
    await dock.page.getByRole('tab', { name: 'Run', exact: true }).click();
    await run('alpine', 'sh');
    await sees('/ #');
    expect(asked.some((url) => url.includes('run-area'))).toBe(true);
    await types('echo $((6*7))\n');
    await sees(/^42/m);
  });

  it('brings the last line back with the arrow key', async () => {
    await types('echo again a""nd again\n');
    await sees('again and again');
    await clear();
    await press('ArrowUp');
    await press('ArrowUp');
    await press('Enter');
    await sees('again and again');
  });

  it('ends a sleep with Ctrl-C, stops one with Ctrl-Z, and goes on with fg', async () => {
    await clear();
    await types('sh -c \'echo re""ady; exec sleep 1000\'\n');
    await sees(/^ready/m);
    await press('Control+c');
    await types('echo status $?\n');
    await sees('status 130');
    await clear();
    await types('sh -c \'echo re""ady; exec sleep 1000\'\n');
    await sees(/^ready/m);
    await press('Control+z');
    await sees('Stopped');
    await types('fg\n');
    await sees(/fg\s+sh -c/);
    await press('Control+c');
    await types('echo over $?\n');
    await sees('over 130');
  });

  it('edits a file with vi', async () => {
    await clear();
    await types('vi /note\n');
    await sees('- /note');
    await types('ihello from vi');
    await press('Escape');
    await sees('- /note [Modified]');
    await types(':wq\n');
    await sees('/ #');
    await types('cat /note\n');
    await sees(/^hello from vi/m);
  });

  it('pages with less, and shows processes with top', async () => {
    await clear();
    await types('seq 200 > /n; less /n\n');
    await sees(/^1$/m);
    await types('G');
    await sees(/^200/m);
    await types('q');
    await sees('/ #');
    await types('top\n');
    await sees('Mem:');
    await sees('COMMAND');
    await types('q');
    await sees(/\/ #\s*$/);
    await types('echo ba""ck\n');
    await sees(/^back/m);
  });

  it('knows the size of its terminal, also after it has changed', async () => {
    const sizeOf = async () => {
      await clear();
      await types('stty size; echo en""d\n');
      await sees(/^end/m);
      return /(\d+) (\d+)/.exec(await screen())?.[0];
    };
    const before = await sizeOf();
    await dock.page.setViewportSize({ width: 1700, height: 1000 });
    await dock.page.waitForTimeout(300);
    const after = await sizeOf();
    expect(before).toMatch(/^\d+ \d+$/);
    expect(after).not.toBe(before);
  });

  it('has a second terminal in the same container', async () => {
    await dock.button('Second terminal').click();
    await sees('/ #');
    await types('tty; cat /note\n');
    await sees('/dev/pts/1');
    await sees('hello from vi');
    await types('exit\n');
    await dock.page.locator('dry-container-view').getByRole('tab', { name: 'sh (0)' }).waitFor();
  });

  it('shows its writable layer, and is made an image of', async () => {
    const view = dock.page.locator('dry-container-view');
    await view.getByRole('tab', { name: 'Writable layer' }).click();
    await view.locator('.row.added[data-path="/note"]').waitFor();
    const rows = await view
      .locator('dry-file-tree .row')
      .evaluateAll((each) => each.map((row) => row.getAttribute('data-path') ?? ''));
    expect(rows.some((path) => path.startsWith('/dev') || path.startsWith('/proc'))).toBe(false);
    await dock.button('Commit…').click();
    await view.getByLabel('Name of the new image').fill('mine:1');
    await dock.button('Make the image').click();
    await view.getByText('mine:1 is an image now').waitFor();
    await run('mine:1', 'cat /note');
    await sees('hello from vi');
    await view.getByRole('status').filter({ hasText: 'It ended without an error.' }).waitFor();
    await dock.page.locator('dry-run-area li').filter({ hasText: 'exited (0)' }).waitFor();
  });

  it('is stopped as docker stop does, and its end explained', async () => {
    await dock.page.locator('dry-run-area li button').filter({ hasText: 'running' }).first().click();
    await dock.button('Kill').click();
    await dock.page.locator('dry-container-view .state').filter({ hasText: 'Exit code 137' }).waitFor();
  });
});

describe('what is run', () => {
  it('says Docker’s own sentence when there is no such program, and what lies behind it', async () => {
    await run('golang:1.14-alpine', 'go version');
    const refusal = dock.page.locator('dry-run-form .refusal');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain(
      'unable to start container process: error during container init: exec: "go": executable file not found in $PATH',
    );
    expect(await refusal.textContent()).toContain('Exit code 127');
    expect(await refusal.textContent()).toContain('go is not in this image here.');
  });

  it('is the built image’s ENTRYPOINT and CMD, shown with where each word comes from', async () => {
    await dock.page.getByRole('tab', { name: 'Build', exact: true }).click();
    await dock.begin('FROM alpine\nEXPOSE 8080\nENTRYPOINT ["echo", "entry"]\nCMD ["cmd"]\n');
    expect((await dock.build()).outcome).toBe('finished');
    await dock.page.getByRole('tab', { name: 'Run', exact: true }).click();
    await run('', 'typed');
    await sees('entry typed');
    const view = dock.page.locator('dry-container-view');
    await view.getByRole('tab', { name: 'How it started' }).click();
    const text = await view.locator('.panel').textContent();
    expect(text).toMatch(/echo entry\s+ENTRYPOINT of the image/);
    expect(text).toMatch(/typed\s+typed after the image/);
    expect(text).toContain('CMD of the image, cmd, does not count');
    expect(text).toContain('EXPOSE 8080/tcp: documentation only');
  });

  it('complains of nothing', () => {
    expect(dock.complaints).toEqual([]);
  });
});
