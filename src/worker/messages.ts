/** What the page and the build worker say to one another: calls with answers, events of the running build. */
import type { BuildEvent, StepId } from '../build/events.ts';
import type { Layer } from '../image/image.ts';
import type { ContainerNews, Engine, TransferProgress } from './protocol.ts';

/** Calls that are a question and an answer. `build` also sends events; `stop` must not queue behind anything. */
export const plainMethods = [
  'prepare',
  'check',
  'forecast',
  'adviseOnOrder',
  'earlierText',
  'layer',
  'filesystem',
  'file',
  'inspectImage',
  'auditImage',
  'layerFiles',
  'layerFile',
  'pathVersions',
  'exportImage',
  'bundledImages',
  'recogniseImage',
  'importedImages',
  'removeImportedImage',
  'storage',
  'diskUsage',
  'prune',
  'setStorageBudget',
  'pastBuilds',
  'pastBuild',
  'forgetBuilds',
  'images',
  'keptImage',
  'tagImage',
  'removeImage',
  'compareFiles',
  'runContainer',
  'execContainer',
  'containers',
  'sendInput',
  'endInput',
  'resizeTerminal',
  'outputShown',
  'stopContainer',
  'killContainer',
  'removeContainer',
  'containerChanges',
  'commitContainer',
  'loadProject',
  'saveProject',
] as const satisfies readonly (keyof Engine)[];

export type PlainMethod = (typeof plainMethods)[number];

/** Calls that may take long: their last parameter is a `Watch`, which is told of progress and can stop them. */
export const watchedMethods = [
  'importImage',
  'saveImage',
  'pushImage',
] as const satisfies readonly (keyof Engine)[];

export type WatchedMethod = (typeof watchedMethods)[number];

/** Calls whose first argument has the project's `entries`. */
export const projectMethods: readonly MethodName[] = ['build', 'check', 'forecast', 'adviseOnOrder'];

/** What the worker carries out for a `call` message. */
export type MethodName = PlainMethod | WatchedMethod | 'build';

export const methodNames: readonly MethodName[] = [...plainMethods, ...watchedMethods, 'build'];

export type ToWorker =
  | {
      readonly type: 'call';
      readonly id: number;
      readonly method: MethodName;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'stop' }
  /** Stops a call that is watched. */
  | { readonly type: 'cancel'; readonly id: number }
  /**
   * The first message: where the page's files lie (an absolute address), and, for a worker that takes over from
   * one that was ended, what its last build had finished.
   */
  | { readonly type: 'begin'; readonly base: string; readonly finished: readonly FinishedStep[] };

export type FromWorker =
  /** Of containers, whoever started them. */
  | { readonly type: 'containers'; readonly news: ContainerNews }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly type: 'events'; readonly id: number; readonly events: readonly BuildEvent[] }
  | { readonly type: 'progress'; readonly id: number; readonly progress: TransferProgress }
  /** A step is done, with what is needed to show it again without building. */
  | { readonly type: 'step'; readonly id: number; readonly step: FinishedStep };

/** A finished step as it can be found again: its config, and its filesystem as kept layers. */
export interface FinishedStep {
  readonly id: StepId;
  /** The OCI image config as JSON text. */
  readonly config: string;
  /** Lowest first. */
  readonly layers: readonly Layer[];
  /** How many of the layers the step's parent has; what is above is the step's own. */
  readonly inherited: number;
}

/** The side of a `MessagePort`, `Worker` or worker scope that both ends use. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
