/**
 * Takes the pictures of the page under docs/pictures/. `npm run pictures` serves the sources itself; `-- --recorded`
 * replays recorded builds instead of running the engine, `-- --only finished-wide` takes those,
 * `-- --out DIR` writes elsewhere.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import UPNG from 'upng-js';
import { createServer } from 'vite';
import { requireChromium } from './packages.mjs';

const { values } = parseArgs({
  options: {
    recorded: { type: 'boolean', default: false },
    out: { type: 'string', default: 'docs/pictures' },
    only: { type: 'string', default: '' },
    port: { type: 'string', default: '5199' },
  },
});

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const build = (page) => page.getByRole('button', { name: 'Build', exact: true }).click();
const settled = (page, phase) => page.locator(`.app[data-phase="${phase}"]`).waitFor({ timeout: 60_000 });

const slowDockerfile = `FROM alpine AS builder
WORKDIR /app
COPY src/*.sh ./src/
RUN ls src | sort > parts.txt
RUN for part in hull deck mast rigging sails; do \\
      printf 'building the \\033[36m%s\\033[0m\\n' "$part"; \\
      sleep 1; \\
    done

FROM alpine
COPY --from=builder /app/parts.txt /
USER nobody
CMD ["cat", "/parts.txt"]
`;

const shellDockerfile = `FROM alpine
ENV GREETING="Ahoy, sailor!"
COPY src /app
RUN cat /app/*.sh > /app/all && chmod 755 /app/all
CMD ["sh"]
`;

const show = (page, view) =>
  page.locator('dry-view-tabs').getByRole('tab', { name: view, exact: true }).click();

/** Name → how to get there. `query` is for recorded builds. */
const states = {
  start: { query: '', go: async () => {} },
  running: {
    query: 'holdAt=14',
    go: async (page) => {
      // Slow enough to be caught half way.
      if (!values.recorded) await page.locator('.cm-content').fill(slowDockerfile);
      await build(page);
      await page.locator('[data-state="running"]').first().waitFor();
      await page.waitForTimeout(2600);
    },
  },
  failed: {
    query: 'failAt=0/4&slowness=0.05',
    example: 'failing',
    go: async (page) => {
      await build(page);
      await settled(page, 'failed');
    },
  },
  finished: {
    query: 'slowness=0.05',
    go: async (page, narrow) => {
      await build(page);
      await settled(page, 'finished');
      if (narrow) await page.getByRole('tab', { name: 'Build' }).click();
      await page.locator('[data-step-id="0/4"]').getByRole('button').click();
      await page.getByRole('tab', { name: 'Layer' }).click();
      await page.getByRole('treeitem', { name: /^greet/ }).click();
    },
  },
  image: {
    query: 'slowness=0.05',
    go: async (page, narrow) => {
      await build(page);
      await settled(page, 'finished');
      if (narrow) await page.getByRole('tab', { name: 'Build' }).click();
    },
  },
  why: {
    query: 'slowness=0.05',
    example: 'cache-order',
    go: async (page, narrow) => {
      await build(page);
      await settled(page, 'finished');
      if (narrow) await page.getByRole('tab', { name: 'Project' }).click();
      await page.locator('dry-project-files .open').filter({ hasText: 'app.sh' }).click();
      await page.locator('.cm-content').fill('#!/bin/sh\necho "version 2"\nls lib\n');
      await build(page);
      await settled(page, 'finished');
      await page.locator('[data-step-id="0/2"][data-state="done"]').getByRole('button').click();
      await page.locator('dry-step-details').getByRole('tab', { name: 'Why' }).click();
      if (!values.recorded) await page.locator('dry-step-why .advice').waitFor();
    },
  },
  replay: {
    query: 'slowness=0.05',
    go: async (page) => {
      await build(page);
      await settled(page, 'finished');
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.keyboard.press('Home');
      for (let moment = 0; moment < 10; moment++) await page.keyboard.press('ArrowRight');
    },
  },
  layers: {
    go: async (page) => {
      await build(page);
      await settled(page, 'finished');
      await show(page, 'Image');
      await page.getByRole('treeitem', { name: /^greet/ }).click();
    },
  },
  run: {
    go: async (page) => {
      await page.locator('.cm-content').fill(shellDockerfile);
      await build(page);
      await settled(page, 'finished');
      await show(page, 'Run');
      await page.locator('dry-run-area').getByRole('button', { name: 'Run', exact: true }).click();
      await page.locator('.xterm-helper-textarea').waitFor({ state: 'attached' });
      await page.waitForTimeout(500);
      await page.keyboard.type('ls -l / | head -4; echo "$GREETING" > /tmp/said; cat /tmp/said\n');
      await page.waitForTimeout(700);
    },
  },
  compare: {
    go: async (page, narrow) => {
      await build(page);
      await settled(page, 'finished');
      if (narrow) await show(page, 'Project');
      await page.locator('.cm-content').fill(shellDockerfile);
      await build(page);
      await page.waitForTimeout(300);
      await settled(page, 'finished');
      await show(page, 'Compare');
      await page.waitForTimeout(700);
    },
  },
  storage: {
    go: async (page) => {
      await build(page);
      await settled(page, 'finished');
      await show(page, 'Storage');
      await page.waitForTimeout(500);
    },
  },
  console: {
    go: async (page) => {
      await build(page);
      await settled(page, 'finished');
      await page.getByRole('button', { name: 'Open the command line' }).click();
      const prompt = page.getByRole('textbox', { name: 'Type a docker command' });
      for (const line of ['docker build -t greet .', 'docker history greet', 'docker images']) {
        await prompt.fill(line);
        await prompt.press('Enter');
        await page.waitForTimeout(900);
      }
    },
  },
};

const server = await createServer({
  server: { port: Number(values.port), strictPort: true },
  logLevel: 'error',
});
await server.listen();
const browser = await chromium.launch({
  executablePath: requireChromium(),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
await mkdir(values.out, { recursive: true });
try {
  for (const [name, state] of Object.entries(states)) {
    // What is recorded is builds; areas need the engine.
    if (values.recorded && state.query === undefined) continue;
    for (const [width, viewport] of Object.entries(sizes)) {
      for (const colorScheme of ['light', 'dark']) {
        const title = `${name}-${width}-${colorScheme}`;
        if (!title.includes(values.only)) continue;
        const page = await browser.newPage({ viewport, colorScheme });
        page.on('pageerror', (error) => console.error(`${title}: ${error.message}`));
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`${title}: ${message.text()}`);
        });
        const path = values.recorded ? `test/ui/recorded.html?${state.query}` : '';
        await page.goto(`http://localhost:${values.port}/${path}`);
        await page.locator('.cm-editor').waitFor({ timeout: 30_000 });
        if (state.example) {
          await page.getByRole('combobox', { name: 'Examples' }).selectOption(state.example);
          await page.getByRole('button', { name: 'Dismiss' }).click();
        }
        await state.go(page, width === 'narrow');
        await page.waitForTimeout(250);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (overflow > 0) console.error(`${title}: ${overflow} px of horizontal overflow`);
        await writeFile(`${values.out}/${title}.png`, small(await page.screenshot()));
        console.log(title);
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}

/** The same picture with a palette of 256 colours: a third of the bytes. */
function small(png) {
  const picture = UPNG.decode(png);
  return new Uint8Array(UPNG.encode([UPNG.toRGBA8(picture)[0]], picture.width, picture.height, 256));
}
