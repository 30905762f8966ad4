/**
 * Builds what Docker was recorded building and compares, target by target: the entries of every layer, the config,
 * the history. See README.md here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { tarFiles } from '../../../src/image/image-files.ts';
import { type BuiltConfig, type BuiltImage, readImage } from '../built-image.ts';
import { listLayer, parseListing } from '../listing.ts';
import { baseContext, runCli, withFolder } from '../run-cli.ts';
import { withServed } from '../serve-case.ts';
import { listDifference, Tally } from '../tally.ts';
import { isLarge, layContext } from './lay-context.ts';

interface Built extends BuiltImage {
  /** BuildKit's names of the steps, sorted. */
  readonly steps: readonly string[];
  /** `Rule: sentence (line N)`. */
  readonly warnings: readonly string[];
}

const cases = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean =>
  wanted.length === 0 || wanted.some((each) => name.startsWith(each));
const tally = new Tally(new URL('differences.json', import.meta.url), isWanted);
/** The layer of the base image, which is not compared. */
const baseLayer = await readBaseLayer();
let identicalLayers = 0;
let layersInAll = 0;
let identicalImages = 0;
let targetsInAll = 0;

for (const name of readdirSync(cases).sort()) {
  if (!existsSync(join(cases, name, 'Dockerfile'))) continue;
  if (!isWanted(name)) continue;
  if (wanted.length === 0 && isLarge(join(cases, name))) {
    console.log(`${name} is large and runs when it is named`);
    continue;
  }
  const targetFile = join(cases, name, 'targets');
  const targets = existsSync(targetFile)
    ? readFileSync(targetFile, 'utf8').replace(/\n$/, '').split('\n')
    : [''];
  const obstacle = await withServed(join(cases, name), async () => {
    for (const target of targets) await compare(name, target);
  });
  if (obstacle !== undefined) tally.check(name, obstacle);
}
console.log(
  `${identicalLayers} of ${layersInAll} layers and ${identicalImages} of ${targetsInAll} images have Docker's digest`,
);
tally.finish();

async function compare(name: string, target: string): Promise<void> {
  const title = target === '' ? name : `${name} ${target}`;
  const expected = join(cases, name, target === '' ? 'expected' : `expected-${target}`);
  if (existsSync(join(expected, 'error.txt'))) {
    const built = await build(name, target);
    const error = typeof built === 'string' ? /^ERROR: (.*)$/m.exec(built)?.[1] : 'it was built';
    const said = readFileSync(join(expected, 'error.txt'), 'utf8').trimEnd();
    tally.check(`${title}: error`, listDifference([said], [error ?? 'no error']));
    return;
  }
  const configText = readFileSync(join(expected, 'config.json'), 'utf8');
  const config: BuiltConfig = JSON.parse(configText);
  const isListed = existsSync(join(expected, 'layers.txt'));
  const listing = isListed ? parseListing(readFileSync(join(expected, 'layers.txt'), 'utf8')) : [];
  const ids = withoutBase(config);
  targetsInAll++;
  layersInAll += ids.length;
  const built = await build(name, target);
  if (typeof built === 'string') {
    tally.check(title, `the build failed:\n${built}`);
    return;
  }
  const ourIds = withoutBase(built.config);
  const ours = built.layers.slice(built.layers.length - ourIds.length);
  identicalLayers += ourIds.filter((id, at) => id === ids[at]).length;
  if (built.configText === configText) identicalImages++;
  for (const [at, layer] of listing.entries()) {
    const bytes = ours[at];
    const difference = bytes === undefined ? 'is missing' : listDifference(layer.entries, listLayer(bytes));
    tally.check(`${title}: ${layer.title}`, difference);
  }
  const steps = readFileSync(join(expected, 'steps.txt'), 'utf8').split('\n').filter(Boolean);
  const warnings = readFileSync(join(expected, 'warnings.txt'), 'utf8').split('\n').filter(Boolean);
  tally.check(`${title}: warnings`, listDifference(byLine(warnings), byLine(built.warnings)));
  tally.check(`${title}: steps`, listDifference(steps, built.steps));
  tally.check(`${title}: history`, listDifference(lines(config.history), lines(built.config.history)));
  tally.check(`${title}: config`, listDifference(settings(config), settings(built.config)));
  tally.check(`${title}: digests`, listDifference(ids, ourIds));
  tally.check(`${title}: bytes of the config`, listDifference([configText], [built.configText]));
  const manifest = readFileSync(join(expected, 'manifest.json'), 'utf8');
  tally.check(
    `${title}: bytes of the manifest`,
    listDifference(manifest.split('\n'), built.manifestText.split('\n')),
  );
}

/** The layers above the base image; all of them in an image that is not built on it. */
function withoutBase({ rootfs }: BuiltConfig): readonly string[] {
  return (rootfs.diff_ids ?? []).filter((id) => id !== baseLayer);
}

async function readBaseLayer(): Promise<string | undefined> {
  const path = join(cases, 'base/busybox-docker.tar.gz');
  const files = await tarFiles(gunzipSync(readFileSync(path)), path);
  const json = async (name: string) => JSON.parse(new TextDecoder().decode(await files.read(name)));
  const [{ Config: name }] = await json('manifest.json');
  return (await json(name)).rootfs.diff_ids[0];
}

/** The image, or what was printed when there is none. */
async function build(name: string, target: string): Promise<Built | string> {
  const folder = join(cases, name);
  const buildArgs = linesOf(join(folder, 'args')).flatMap((line) => ['--build-arg', line]);
  const options = linesOf(join(folder, 'options')).map((line) => line.replaceAll('{case}', folder));
  return withFolder(async (scratch) => {
    layContext(folder, scratch);
    const { exitCode, standardOutput, standardError } = await runCli(
      [
        'build',
        ...['--build-context', baseContext, '--cache-dir', join(scratch, 'cache')],
        ...(target === '' ? [] : ['--target', target]),
        ...buildArgs,
        ...options,
        ...['--output', 'type=oci,dest=-,rewrite-timestamp=true', '--file', join(folder, 'Dockerfile')],
        join(scratch, 'context'),
      ],
      { environment: { SOURCE_DATE_EPOCH: '1700000000' } },
    );
    return exitCode === 0
      ? {
          ...readImage(standardOutput),
          steps: stepsIn(standardError),
          warnings: warningsIn(standardError),
        }
      : standardError;
  });
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** As they stand in plain progress: `[builder 2/3] RUN make`. FROM is left out: stages may share its vertex. */
function stepsIn(progress: string): string[] {
  const names = [...progress.matchAll(/^#\d+ (\[[^\]]*\d+\/\d+\] .*)$/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter((name) => !name.includes('] FROM ')).sort();
}

function warningsIn(progress: string): string[] {
  return [...progress.matchAll(/^ - (.* \(line \d+\))$/gm)].map((match) => match[1] ?? '');
}

/** Docker tells them in any order, and each once at the end, though they may be more as they come. */
function byLine(warnings: readonly string[]): string[] {
  const line = (warning: string): number => Number(/\(line (\d+)\)$/.exec(warning)?.[1]);
  return [...new Set(warnings)].sort((a, b) => line(a) - line(b) || (a < b ? -1 : 1));
}

/** Number first, so that two equal steps are two lines. */
function lines(history: readonly object[]): string[] {
  return history.map((entry, at) => `${at}: ${JSON.stringify(entry)}`);
}

/** All of a config but history and layers, one setting a line. */
function settings({ history: _history, rootfs: _rootfs, ...rest }: BuiltConfig): string[] {
  const all = { ...rest, config: undefined } as Record<string, unknown>;
  const { config = {} } = rest as { readonly config?: object };
  return [...Object.entries(all), ...Object.entries(config)]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
}
