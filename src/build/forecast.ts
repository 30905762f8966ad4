/**
 * What the next build would do, without doing it: which steps the cache would answer, which would run, why, and how
 * long those took the last time.
 */
import { loadDigester } from '../image/digest.ts';
import { causeOfMiss, type Upstream } from './cache-cause.ts';
import type { CacheCause, StageDescription, StepId } from './events.ts';
import { findLayer, wasMerged } from './layer-store.ts';
import type { BuildOptions, BuildPorts } from './ports.ts';
import { prepareBuild } from './prepare.ts';
import { stageMemory } from './solver.ts';
import { type PlannedKey, stepKeys } from './step-keys.ts';
import { rememberedParts, type StepMemory } from './step-memory.ts';

/** `perhaps`: it runs unless what it takes from another stage or from an address turns out the same. */
export type StepOutlook = 'cached' | 'run' | 'perhaps';

export interface ForecastStep {
  readonly outlook: StepOutlook;
  /** Why it would run. */
  readonly cause?: CacheCause;
  /** Milliseconds that it took the last time it really ran. */
  readonly took?: number;
}

export interface Forecast {
  readonly stages: readonly StageDescription[];
  /** Of all needed stages, as far as they can be planned. */
  readonly steps: ReadonlyMap<StepId, ForecastStep>;
}

/** @throws what planning throws: a Dockerfile that has errors has no forecast. */
export async function forecastBuild(options: BuildOptions, ports: BuildPorts): Promise<Forecast> {
  const file = options.dockerfileName ?? 'Dockerfile';
  const { plan, resolved } = await prepareBuild(options, ports, file);
  const digester = await loadDigester();
  const remembered = async (quickKey: string): Promise<string | undefined> => {
    const found = await findLayer(quickKey, ports);
    return found.kind === 'found' ? found.key : undefined;
  };
  const keys = await stepKeys({ plan, resolved, options, ports, digester }, remembered);
  const steps = new Map<StepId, ForecastStep>();
  for (const stage of plan.order) {
    const memory = stageMemory(stage, plan, file, ports.cache, digester);
    for (const [index, step] of stage.steps.entries()) {
      const { id, inputs, addsLayer } = step.description;
      const key = keys.get(id);
      if (key === undefined) break;
      const upstream = inputs.map((input): Upstream => {
        const label = plan.stages.flatMap((each) => each.steps).find((each) => each.description.id === input)
          ?.description.label;
        return { id: input, label: label ?? '', ran: steps.get(input)?.outlook !== 'cached' };
      });
      if (!addsLayer) {
        const [parent] = upstream;
        steps.set(id, { outlook: parent?.ran ? (steps.get(parent.id)?.outlook ?? 'run') : 'cached' });
        continue;
      }
      const own = await outlookOf(key, options, remembered);
      const outlook = own === 'cached' ? await mergeOutlook(key, ports) : own;
      const before = await memory.recall(index);
      const took = before && (await tookOf(before, ports));
      const now: StepMemory = {
        version: 1,
        key: key.key,
        parent: key.below ?? '',
        ...rememberedParts(step, digester),
        ...(key.files === undefined ? {} : { files: key.files }),
      };
      steps.set(id, {
        outlook,
        ...(outlook === 'cached'
          ? {}
          : { cause: causeOf(own, options, upstream, () => causeOfMiss(before, now, upstream)) }),
        ...(took === undefined ? {} : { took }),
      });
    }
  }
  return { stages: plan.stages.map(({ description }) => description), steps };
}

/** `own`: of the step's own layer; what runs although that is there only lays it over something new. */
function causeOf(
  own: StepOutlook,
  { noCache }: BuildOptions,
  [below]: readonly Upstream[],
  miss: () => CacheCause,
): CacheCause {
  if (noCache) return { kind: 'cache-disabled' };
  if (own === 'cached' && below !== undefined) return { kind: 'merged', step: below.id, label: below.label };
  return miss();
}

async function mergeOutlook({ merged }: PlannedKey, ports: BuildPorts): Promise<StepOutlook> {
  if (merged === undefined) return 'cached';
  if (!merged.isCertain) return 'perhaps';
  return (await wasMerged(merged.key, ports)) ? 'cached' : 'run';
}

async function outlookOf(
  { key, isCertain }: PlannedKey,
  { noCache }: BuildOptions,
  remembered: (key: string) => Promise<string | undefined>,
): Promise<StepOutlook> {
  if (noCache) return 'run';
  if (!isCertain) return 'perhaps';
  return (await remembered(key)) === undefined ? 'run' : 'cached';
}

async function tookOf({ key }: StepMemory, ports: BuildPorts): Promise<number | undefined> {
  const found = await findLayer(key, ports);
  return found.kind === 'found' ? found.layer.took : undefined;
}
