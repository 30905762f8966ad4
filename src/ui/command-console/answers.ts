/** What each docker command prints here: asks the engine, and lets the commands room say it as Docker would. */
import type { BuildCommand, DockerCommand, PruneCommand } from '../../commands/docker-command.ts';
import type { CommandSyntax } from '../../commands/docker-syntax.ts';
import { commands } from '../../commands/docker-syntax.ts';
import { familiarText, imagesLike, wrongReference, wrongTag } from '../../commands/image-facts.ts';
import { type HistoryFacts, printHistory, printImages } from '../../commands/print-images.ts';
import { type InspectedImage, printInspect } from '../../commands/print-inspect.ts';
import {
  type ContainerFacts,
  printContainers,
  printDf,
  printDu,
  printPrunedCache,
  printPrunedImages,
  printVerboseDf,
  type Usage,
} from '../../commands/print-usage.ts';
import type {
  ContainerInfo,
  Engine,
  ImageDetails,
  ListedImage,
  StorageReport,
} from '../../worker/protocol.ts';
import { whileNoBuildRuns } from '../model/stored.ts';
import { words } from '../text/words.ts';

export interface Answer {
  readonly lines: readonly string[];
  /** Docker would exit with an error. */
  readonly failed?: boolean;
  /** What Docker doesn't say, for who is here. */
  readonly hint?: string;
}

export interface CommandWorld {
  readonly engine: Engine;
  readonly report: StorageReport | undefined;
  readonly containers: readonly ContainerInfo[];
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Commands that are a question to the engine. Building, running and clearing are the page's. */
export type AskedCommand = Exclude<DockerCommand, { command: 'build' | 'run' | 'clear' | 'nothing' }>;

export async function answer(command: AskedCommand, world: CommandWorld): Promise<Answer> {
  const { engine, now } = world;
  switch (command.command) {
    case 'help':
      return { lines: command.about === undefined ? allHelp() : commandHelp(command.about) };
    case 'images': {
      const images = listed(await engine.images());
      const { pattern } = command;
      const none = pattern === undefined ? images.length === 0 : imagesLike(images, pattern).length === 0;
      const hint = none && pattern === undefined ? words.command.noNetworkImage : undefined;
      return { lines: printImages(images, command, now), ...(hint === undefined ? {} : { hint }) };
    }
    case 'history': {
      const found = await find(engine, command.image);
      if ('failed' in found) return found;
      return { lines: printHistory(found.id, historyOf(found), command, now) };
    }
    case 'inspect':
      return inspect(command.images, command.object, world);
    case 'tag':
      return tag(command.source, command.target, engine);
    case 'rmi':
      return remove(command.images, command.force, engine);
    case 'ps': {
      const shown = world.containers.filter(({ state }) => state === 'running' || command.all);
      if (command.quiet) return { lines: shown.map(({ id }) => (command.noTrunc ? id : id.slice(0, 12))) };
      return { lines: printContainers(shown.map(factsOf), command, now) };
    }
    case 'df': {
      const usage = await usageOf(world);
      return { lines: command.verbose ? printVerboseDf(usage, now) : printDf(usage) };
    }
    case 'du':
      return { lines: printDu(whileNoBuildRuns(await engine.diskUsage()).cache, command.verbose, now) };
    case 'prune':
      return prune(command, world);
  }
}

function factsOf(info: ContainerInfo): ContainerFacts {
  const { id, image, command, startedAt, finishedAt, exitCode, exposedPorts, name } = info;
  return {
    ...{ id, image, name, created: startedAt, ports: exposedPorts },
    command: command.argv.join(' '),
    ...(finishedAt === undefined ? {} : { exited: { code: exitCode ?? 0, at: finishedAt } }),
  };
}

/** What buildx says to a build that it doesn't even begin. */
export function buildRefusal({
  context,
  tags,
  buildArgs,
}: BuildCommand): (Answer & { readonly hint: string }) | undefined {
  const refusal = (text: string, hint: string) => ({ lines: [text], failed: true, hint });
  const begin = 'ERROR: failed to build:';
  if (!/^\.\/?$/.test(context)) {
    const path = JSON.stringify(context);
    return refusal(`${begin} unable to prepare context: path ${path} not found`, words.command.context);
  }
  const tag = tags.find((each) => wrongTag(each) !== undefined);
  if (tag !== undefined) {
    const isUpper = /[A-Z]/.test(tag.replace(/:[^:/]*$/, ''));
    const why = isUpper ? 'repository name must be lowercase' : 'invalid reference format';
    return refusal(`${begin} invalid tag ${JSON.stringify(tag)}: ${why}`, words.command.unknown);
  }
  // A name alone takes its value from the environment, and here is none.
  const bad = buildArgs.find((argument) => !/^[A-Za-z_]\w*(=|$)/.test(argument));
  return bad === undefined ? undefined : refusal(`${begin} ${bad}`, words.command.badBuildArg(bad));
}

/** As BuildKit has it: what builds only began with is no image of the list. */
function listed(images: readonly ListedImage[]): readonly ListedImage[] {
  return images.filter(({ origin }) => origin === 'built' || origin === 'imported');
}

async function find(engine: Engine, reference: string): Promise<ImageDetails | (Answer & { failed: true })> {
  const wrong = wrongReference(reference);
  if (wrong !== undefined) return { lines: [wrong], failed: true };
  try {
    return await engine.keptImage(reference);
  } catch (error) {
    return { lines: [`Error response from daemon: ${messageOf(error)}`], failed: true };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The layers' sizes beside the entries of the history that made them. */
function historyOf({ config, layers }: ImageDetails): readonly HistoryFacts[] {
  const { history } = parsed(config);
  let next = 0;
  return (Array.isArray(history) ? history : []).filter(isRecord).map((entry): HistoryFacts => {
    const { created_by: createdBy, created, comment, empty_layer: empty } = entry;
    return {
      createdBy: typeof createdBy === 'string' ? createdBy : '',
      size: empty === true ? 0 : (layers[next++]?.fileBytes ?? 0),
      ...(typeof created === 'string' ? { created } : {}),
      ...(typeof comment === 'string' ? { comment } : {}),
    };
  });
}

async function inspect(
  references: readonly string[],
  object: boolean,
  { engine, report }: CommandWorld,
): Promise<Answer> {
  const found: InspectedImage[] = [];
  const errors: string[] = [];
  for (const reference of references) {
    const image = await find(engine, reference);
    if ('failed' in image) errors.push(...(object ? [`Error: No such object: ${reference}`] : image.lines));
    else found.push({ ...image, config: parsed(image.config), driver: report?.kind ?? 'memory' });
  }
  return { lines: [...printInspect(found), ...errors], ...(errors.length > 0 ? { failed: true } : {}) };
}

function parsed(config: string): Readonly<Record<string, unknown>> {
  const json: unknown = JSON.parse(config);
  return isRecord(json) ? json : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function tag(source: string, target: string, engine: Engine): Promise<Answer> {
  const wrong = wrongTag(target);
  if (wrong !== undefined) return { lines: [wrong], failed: true };
  const found = await find(engine, source);
  if ('failed' in found) return found;
  await engine.tagImage(source, target);
  return { lines: [] };
}

async function remove(references: readonly string[], force: boolean, engine: Engine): Promise<Answer> {
  const lines: string[] = [];
  const errors: string[] = [];
  for (const reference of references) {
    const wrong = wrongReference(reference);
    if (wrong !== undefined) {
      errors.push(wrong);
      continue;
    }
    try {
      const { untagged, deleted } = await engine.removeImage(reference, force);
      lines.push(...untagged.map((name) => `Untagged: ${name}`));
      if (deleted !== undefined) lines.push(`Deleted: ${deleted}`);
    } catch (error) {
      errors.push(`Error response from daemon: ${messageOf(error)}`);
    }
  }
  return { lines: [...lines, ...errors], ...(errors.length > 0 ? { failed: true } : {}) };
}

async function usageOf({ engine, containers }: CommandWorld): Promise<Usage> {
  const [all, { cache }] = await Promise.all([engine.images(), engine.diskUsage()]);
  const images = listed(all);
  const users = new Map<string, number>();
  const bytes = new Map<string, number>();
  for (const { layers } of images) {
    for (const digest of new Set(layers.map((layer) => layer.digest))) {
      users.set(digest, (users.get(digest) ?? 0) + 1);
    }
    for (const { digest, fileBytes } of layers) bytes.set(digest, fileBytes);
  }
  return {
    images: images.map((image) => ({
      ...image,
      shared: image.layers.reduce(
        (sum, { digest, fileBytes }) => sum + ((users.get(digest) ?? 0) > 1 ? fileBytes : 0),
        0,
      ),
      containers: containers.filter((each) => image.names.includes(familiarText(each.image))).length,
    })),
    cache,
    imageBytes: [...bytes.values()].reduce((sum, size) => sum + size, 0),
    containers: containers.length,
    running: containers.filter(({ state }) => state === 'running').length,
  };
}

/** What Docker asks before it prunes. */
export function pruneQuestion({ what, all }: PruneCommand): readonly string[] {
  const sure = 'Are you sure you want to continue? [y/N] ';
  switch (what) {
    case 'cache':
      return [`WARNING! This will remove all ${all ? 'build cache' : 'dangling build cache'}. ${sure}`];
    case 'images':
      return [
        all
          ? 'WARNING! This will remove all images without at least one container associated to them.'
          : 'WARNING! This will remove all dangling images.',
        sure,
      ];
    case 'system':
      return [
        'WARNING! This will remove:',
        '  - all stopped containers',
        '  - all networks not used by at least one container',
        all ? '  - all images without at least one container associated to them' : '  - all dangling images',
        all ? '  - all build cache' : '  - unused build cache',
        '',
        sure,
      ];
  }
}

async function prune({ what, all, olderThan }: PruneCommand, { engine, now }: CommandWorld): Promise<Answer> {
  const age = olderThan === undefined ? {} : { olderThan };
  const { cache } = await engine.diskUsage();
  const pruneCache = async () => {
    // Without --all what an image has too stays: forgetting it frees nothing.
    const ids = cache.filter(({ shared }) => all || !shared).map(({ id }) => id);
    const { freed, cache: gone } = await engine.prune({ what: 'cache', ids, ...age });
    return { freed, records: cache.filter(({ id }) => gone.includes(id)) };
  };
  if (what === 'cache') {
    const { freed, records } = await pruneCache();
    return { lines: printPrunedCache(records, freed, now) };
  }
  const images = listed(await engine.images());
  const ids = images.filter(({ names }) => all || names.length === 0).map(({ id }) => id);
  const pruned = await engine.prune({ what: 'image', ids, ...age });
  const gone = images.filter(({ id }) => pruned.images.includes(id));
  if (what === 'images') return { lines: printPrunedImages(gone, pruned.freed) };
  const { freed, records } = await pruneCache();
  const names = records.map(({ id }) => id);
  return { lines: printPrunedImages(gone, pruned.freed + freed, names) };
}

function allHelp(): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 4;
  return [
    words.command.help.title,
    '',
    ...commands.map(({ name, help }) => `  docker ${name.padEnd(width)}${help}`),
    '',
    words.command.help.others,
  ];
}

/** Shaped like Docker's own. */
function commandHelp({ name, aliases, usage, help, flags }: CommandSyntax): readonly string[] {
  const { help: heads } = words.command;
  const written = flags.map((flag) => {
    const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
    return [`${short}--${flag.name}${flag.kind === undefined ? '' : ` ${flag.kind}`}`, flag.help] as const;
  });
  const width = Math.max(0, ...written.map(([left]) => left.length)) + 3;
  return [
    `${heads.usage}:  docker ${name}${usage === '' ? '' : ` ${usage}`}`,
    '',
    help,
    ...(aliases.length === 0
      ? []
      : ['', `${heads.aliases}:`, `  ${[name, ...aliases].map((each) => `docker ${each}`).join(', ')}`]),
    ...(written.length === 0
      ? []
      : ['', `${heads.options}:`, ...written.map(([left, right]) => `  ${left.padEnd(width)}${right}`)]),
  ];
}
