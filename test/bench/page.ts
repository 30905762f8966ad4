/** The built page in a real Chromium with an empty profile: how long a learner waits for the first image and the next. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { Dock, type Ground, openGround } from '../browser/dock.ts';
import { median } from './median.ts';

const visits = 5;
const rebuilds = 5;

interface Visit {
  /** From the navigation to the editor. */
  readonly editor: number;
  /** From the navigation to the finished image, Build pressed as soon as it could be. */
  readonly firstImage: number;
  /** Engine time of the first build. */
  readonly firstBuild: number;
  /** Engine time of a build whose steps are all cached, in the same page and after a reload. */
  readonly cached: number;
  readonly cachedAfterReload: number;
}

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-bench-'));
  try {
    await build({
      root: resolve(import.meta.dirname, '../..'),
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    const taken: Visit[] = [];
    for (let at = 0; at < visits; at++) {
      const ground = await openGround({ folder });
      taken.push(await visit(ground).finally(() => ground.close()));
    }
    const figures: readonly (readonly [string, keyof Visit])[] = [
      ['navigation → editor', 'editor'],
      ['navigation → first image, nothing cached', 'firstImage'],
      ['first build, engine time', 'firstBuild'],
      ['fully cached build, engine time', 'cached'],
      ['the same after a reload', 'cachedAfterReload'],
    ];
    for (const [name, figure] of figures) {
      const milliseconds = median(taken.map((each) => each[figure]));
      console.log(`${name.padEnd(44)}${milliseconds.toFixed(0).padStart(9)} ms`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function visit(ground: Ground): Promise<Visit> {
  const dock = await Dock.open(ground.browser, ground.site.url);
  const editor = await dock.page.evaluate(() => performance.now());
  await dock.build();
  const firstImage = await dock.page.evaluate(() => performance.now());
  const [firstBuild = Number.NaN] = await engineTimes(dock);
  for (let at = 0; at < rebuilds; at++) await dock.build();
  const cached = median((await engineTimes(dock)).slice(1));
  await dock.page.reload();
  await dock.editor.waitFor();
  await dock.build();
  const [cachedAfterReload = Number.NaN] = await engineTimes(dock);
  return { editor, firstImage, firstBuild, cached, cachedAfterReload };
}

/** What the engine says of the builds of this page, in order. */
function engineTimes(dock: Dock): Promise<number[]> {
  return dock.page.evaluate(() =>
    window.told.events.flatMap((event) => (event.type === 'build-finished' ? [event.duration] : [])),
  );
}
