/**
 * The cache keys of a plan's steps without running any: what the next build would ask the cache for. A step that reads
 * from another stage is known by that stage's key until somebody has looked at the files; then only the cache, which
 * remembers having looked, can say what it is really kept under.
 */
import type { Digester } from '../image/digest.ts';
import { mergedKey, stepKey } from './cache-key.ts';
import type { ContentEntries } from './copy/content-entries.ts';
import type { StepId } from './events.ts';
import { available, contextWork, imageKey } from './from-step.ts';
import type { LayerWork, OpenOrigin } from './layer-work.ts';
import type { FileOrigin } from './operation.ts';
import type { Plan } from './plan.ts';
import type { PlannedStep } from './plan-stage.ts';
import type { BuildOptions, BuildPorts } from './ports.ts';
import type { ResolvedImages } from './resolve-images.ts';
import { runWork } from './run-step.ts';
import { placeOf } from './source-place.ts';
import { StepFiles } from './step-result.ts';
import { transferWork, workdirWork } from './transfer-step.ts';

export interface PlannedKey {
  /** What its files are known by; for a step that can't be told, something that changes when what it reads does. */
  readonly key: string;
  /** False: what it reads has not been looked at, or is elsewhere. */
  readonly isCertain: boolean;
  /** Key of what it stands on; undefined for FROM and `COPY --link`. */
  readonly below?: string;
  /** What it reads of the build context. */
  readonly files?: ContentEntries;
  /** What the files after it are known by, where that is not its key: `COPY --link` over another step. */
  readonly merged?: { readonly key: string; readonly isCertain: boolean };
}

/** What a step hands on. */
function handedOn(
  planned: PlannedKey | undefined,
): { readonly key: string; readonly isCertain: boolean } | undefined {
  return planned?.merged ?? planned;
}

export interface KeyGround {
  readonly plan: Plan;
  readonly resolved: ResolvedImages;
  readonly options: BuildOptions;
  readonly ports: BuildPorts;
  readonly digester: Digester;
}

/**
 * By step, of all needed stages. `remembered` answers what the cache keeps a quick key's layer under. A step whose
 * sources are missing, so that it can't be planned further, ends the list of its stage.
 */
export async function stepKeys(
  ground: KeyGround,
  remembered: (quickKey: string) => Promise<string | undefined>,
): Promise<ReadonlyMap<StepId, PlannedKey>> {
  const keys = new Map<StepId, PlannedKey>();
  for (const { steps } of ground.plan.order) {
    for (const step of steps) {
      const key = await keyOf(step, keys, ground, remembered).catch(() => undefined);
      if (key === undefined) break;
      keys.set(step.description.id, key);
    }
  }
  return keys;
}

async function keyOf(
  step: PlannedStep,
  keys: ReadonlyMap<StepId, PlannedKey>,
  ground: KeyGround,
  remembered: (quickKey: string) => Promise<string | undefined>,
): Promise<PlannedKey | undefined> {
  const { operation, description } = step;
  const { resolved, digester, options } = ground;
  const inputs = description.inputs.map((input) => keys.get(input));
  if (inputs.includes(undefined)) return undefined;
  const [parent] = inputs;
  if (operation.kind === 'config') return parent;
  let work: LayerWork;
  if (operation.kind === 'from') {
    const { base } = operation;
    if (base.kind === 'stage') return parent;
    if (base.kind === 'scratch') return { key: 'scratch', isCertain: true };
    const image = available(base.name, resolved.images.get(base.name));
    if (image.kind === 'image') return { key: imageKey(image.base, digester), isCertain: true };
    work = contextWork(image.tree, digester);
  } else {
    work = workOf(step, keys, ground);
  }
  const handed = handedOn(parent);
  const below = work.standsAlone ? undefined : handed?.key;
  const rewriteTo = options.rewriteTimestamps ? options.sourceDateEpoch : undefined;
  const keyWith = (sources: readonly string[]): string =>
    stepKey(work.definition, below, sources, rewriteTo, digester);
  const isKnownBelow = work.standsAlone || handed?.isCertain !== false;
  const facts = below === undefined ? {} : { below };
  const planned = (own: PlannedKey): PlannedKey => {
    if (!work.standsAlone || handed === undefined) return own;
    const key = mergedKey(handed.key, own.key, digester);
    return key === own.key ? own : { ...own, merged: { key, isCertain: own.isCertain && handed.isCertain } };
  };
  if (isElsewhere(step)) {
    const quick = keyWith(work.sources.map(({ quickKey }) => quickKey ?? 'elsewhere'));
    const known = await remembered(quick);
    return planned({ key: known ?? quick, isCertain: isKnownBelow && known !== undefined, ...facts });
  }
  const read = work.sources.map(async ({ quickKey, read: look }) =>
    quickKey === undefined ? look() : { key: quickKey, files: undefined },
  );
  const sources = await Promise.all(read);
  const files = sources.map((source) => source.files).find((each) => each !== undefined);
  const key = keyWith(sources.map((source) => source.key));
  const known = { ...facts, ...(files === undefined ? {} : { files }) };
  if (work.sources.every(({ quickKey }) => quickKey === undefined)) {
    return planned({ key, isCertain: isKnownBelow, ...known });
  }
  const kept = await remembered(key);
  const areSourcesKnown = inputs.every((input) => handedOn(input)?.isCertain !== false);
  const isCertain = isKnownBelow && areSourcesKnown && kept !== undefined;
  return planned({ key: kept ?? key, isCertain, ...known });
}

/** ADD of an address: what is there is not asked only to say what would happen. */
function isElsewhere({ operation }: PlannedStep): boolean {
  return operation.kind === 'transfer' && operation.sources.some(({ path }) => placeOf(path) !== 'local');
}

/** Definition and sources of a step; nothing of it is ever run. */
function workOf(
  { operation, description }: PlannedStep,
  keys: ReadonlyMap<StepId, PlannedKey>,
  ground: KeyGround,
): LayerWork {
  const { ports, digester, options } = ground;
  const nothing = new StepFiles([], ports.snapshots);
  const now = (): bigint => 0n;
  switch (operation.kind) {
    case 'workdir':
      return workdirWork(operation, nothing, { digester, now });
    case 'transfer':
      return transferWork(operation, nothing, openForKey(operation.origin, keys, ground), { digester, now });
    case 'run':
      return runWork(operation, nothing, {
        ports,
        digester,
        now,
        secrets: new Map(),
        origins: operation.mounts.map(({ origin }) => origin && openForKey(origin, keys, ground)),
        signal: options.signal ?? new AbortController().signal,
        onOutput: () => undefined,
        buildArgs: options.buildArgs ?? new Map(),
        missing: [],
      });
    default:
      throw new Error(`${description.id} makes no layer`);
  }
}

function openForKey(
  origin: FileOrigin,
  keys: ReadonlyMap<StepId, PlannedKey>,
  { options, resolved, digester }: KeyGround,
): OpenOrigin {
  const unopened = async (): Promise<never> => {
    throw new Error('files of a stage are not looked at for a key');
  };
  switch (origin.kind) {
    case 'context':
      return {
        tree: async () => options.context,
        ...(options.ignore === undefined ? {} : { ignore: options.ignore }),
      };
    case 'stage':
      return { quickKey: handedOn(keys.get(origin.step))?.key ?? '', tree: unopened };
    case 'image': {
      if (origin.name === 'scratch') return { quickKey: 'scratch', tree: unopened };
      const image = available(origin.name, resolved.images.get(origin.name));
      if (image.kind === 'files') return { tree: async () => image.tree };
      return { quickKey: imageKey(image.base, digester), tree: unopened };
    }
  }
}
