/** The page as a person uses it: opens files, types, builds, looks at steps. Shadow roots are pierced by locators. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { BuildEvent } from '../../src/build/events.ts';
import type { BuildOutcome } from '../../src/worker/protocol.ts';
import { launch } from './chromium.ts';
import { type StaticSite, serveStatic } from './static-server.ts';

/** What `vite build` made. */
export const dist = resolve(import.meta.dirname, '../../dist');

declare global {
  interface Window {
    /** All that `<dry-dock>` told since the page was loaded. */
    told: { readonly events: BuildEvent[]; readonly outcomes: BuildOutcome[] };
  }
}

export interface ShownStep {
  readonly text: string;
  readonly state: string;
  readonly reason: string;
}

export class Dock {
  /** Errors that the page or a request ended with, apart from those a test asks for. */
  readonly complaints: string[] = [];
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** `size`: of the page from the start, CSS pixels. */
  static async open(
    browser: BrowserContext,
    url: string,
    size?: { readonly width: number; readonly height: number },
  ): Promise<Dock> {
    const page = await browser.newPage();
    if (size !== undefined) await page.setViewportSize(size);
    await page.addInitScript(() => {
      window.told = { events: [], outcomes: [] };
      // Without a screen nobody answers its dialog; the page saves as a download, as in browsers that lack it.
      Object.assign(window, { showSaveFilePicker: undefined });
      window.addEventListener('drydock-event', (event) =>
        window.told.events.push((event as CustomEvent).detail),
      );
      window.addEventListener('drydock-outcome', (event) =>
        window.told.outcomes.push((event as CustomEvent).detail),
      );
    });
    const dock = new Dock(page);
    await page.goto(url);
    await dock.editor.waitFor();
    return dock;
  }

  get editor(): Locator {
    return this.page.locator('.cm-content');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  tab(name: string): Locator {
    return this.page.locator('dry-step-details').getByRole('tab', { name });
  }

  async openFile(name: string): Promise<void> {
    await this.page.locator('dry-project-files .open').filter({ hasText: name }).click();
    await this.page.getByRole('textbox', { name: new RegExp(`Editor: .*${name}$`) }).waitFor();
  }

  /** Replaces the text of a file of the project. */
  async write(name: string, text: string): Promise<void> {
    await this.openFile(name);
    await this.editor.fill(text);
  }

  /** A project of one file. */
  async begin(dockerfile: string): Promise<void> {
    await this.write('Dockerfile', dockerfile);
  }

  async options(buildArgs: string): Promise<void> {
    await this.button('Options').click();
    await this.page.getByRole('textbox', { name: 'Build args' }).fill(buildArgs);
    await this.page.locator('dry-build-bar .options-button').click();
  }

  /** Presses Build, and waits until the build is over. */
  async build(): Promise<BuildOutcome> {
    const before = await this.outcomes();
    await this.button('Build').click();
    await this.page.waitForFunction((count) => window.told.outcomes.length > count, before.length);
    const [outcome] = (await this.outcomes()).slice(-1);
    if (outcome === undefined) throw new Error('the build told no outcome');
    await this.page.locator(`.app[data-phase="${outcome.outcome}"]`).waitFor();
    return outcome;
  }

  outcomes(): Promise<readonly BuildOutcome[]> {
    return this.page.evaluate(() => window.told.outcomes);
  }

  /** The cards of the stage graph by step id, in order of the Dockerfile. */
  async steps(): Promise<Readonly<Record<string, ShownStep>>> {
    const cards = await this.page.locator('dry-step-card').all();
    const shown = await Promise.all(
      cards.map(async (card): Promise<readonly [string, ShownStep]> => {
        const said = async (part: string) =>
          ((await card.locator(part).allTextContents())[0] ?? '').replace(/\s+/g, ' ').trim();
        return [
          (await card.getAttribute('data-step-id')) ?? '',
          {
            text: await said('.text'),
            state: (await card.getAttribute('data-state')) ?? '',
            reason: await said('.reason'),
          },
        ];
      }),
    );
    return Object.fromEntries(shown);
  }

  async chooseStep(id: string): Promise<void> {
    await this.page.locator(`dry-step-card[data-step-id="${id}"] button`).click();
  }

  /** Lines of the chosen step's log that are on the screen. */
  async log(): Promise<readonly string[]> {
    await this.tab('Log').click();
    return this.page.locator('dry-step-log .output').allTextContents();
  }

  /** Changed paths of the chosen step's layer, as `+ /app/greet -rwxr-xr-x`. */
  async layer(): Promise<readonly string[]> {
    await this.tab('Layer').click();
    const rows = this.page.locator('dry-layer-files [role="treeitem"]');
    await rows.first().waitFor();
    return rows.evaluateAll((all) =>
      all
        .filter((row) => !['none', 'unchanged'].includes(row.getAttribute('data-change') ?? ''))
        .map((row) => {
          const part = (name: string) => row.querySelector(name)?.textContent?.trim() ?? '';
          return `${part('.mark')} ${row.getAttribute('data-path')} ${part('.mode')}`.trim();
        }),
    );
  }

  /** Content of a file of the chosen step's layer. */
  async file(name: string): Promise<string> {
    await this.tab('Layer').click();
    await this.page
      .locator('dry-layer-files')
      .getByRole('treeitem', { name: new RegExp(`^${name}`) })
      .click();
    const lines = this.page.locator('dry-file-viewer dry-virtual-lines .line');
    await lines.first().waitFor();
    return lines.evaluateAll((all) =>
      all
        .map((line) => {
          const number = line.querySelector('.number')?.textContent ?? '';
          return `${(line.textContent ?? '').slice(number.length)}\n`;
        })
        .join(''),
    );
  }
}

export interface Ground {
  readonly site: StaticSite;
  readonly profile: string;
  readonly browser: BrowserContext;
  /** The browser ended and started again, with what it kept. */
  restart(): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** The built page below a folder of a host that sends no special header, and a browser that has never seen it. */
export async function openGround(
  options: { readonly width?: number; readonly height?: number; readonly folder?: string } = {},
): Promise<Ground> {
  const profile = await mkdtemp(join(tmpdir(), 'drydock-page-'));
  const site = await serveStatic(options.folder ?? dist, 'some/sub/dir');
  let browser = await launch(profile, options);
  return {
    site,
    profile,
    get browser() {
      return browser;
    },
    restart: async () => {
      await browser.close();
      browser = await launch(profile, options);
      return browser;
    },
    close: async () => {
      await browser.close();
      await site.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
