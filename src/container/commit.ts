/**
 * `docker commit`: the container's writable layer as one more layer over its image, with the container's own config
 * (moby: daemon/commit.go, image/image.go `NewChildImage`).
 */
import { applyConfig, type ConfigInstruction } from '../build/config-step.ts';
import { storeLayer } from '../build/layer-store.ts';
import { StageState } from '../build/stage-state.ts';
import { DockerfileError } from '../dockerfile/problem.ts';
import { Scope } from '../dockerfile/scope.ts';
import { parseTrigger } from '../dockerfile/trigger.ts';
import { diff } from '../filesystem/diff.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { BlobStore } from '../image/blob-store.ts';
import { type Image, makeImage } from '../image/image.ts';
import type { ContainerConfig, ImageConfig } from '../image/image-config.ts';
import { ContainerRefusal } from './refusal.ts';

export interface CommitOptions {
  /** `-m` */
  readonly message?: string;
  /** `-a` */
  readonly author?: string;
  /** `-c`: Dockerfile instructions that change the config. */
  readonly changes: readonly string[];
}

export interface CommittedFrom {
  readonly image: Image;
  /** As it runs: with `-e`, `-w`, `-u`, the command. */
  readonly config: ContainerConfig;
  readonly before: Tree;
  readonly after: Tree;
}

/** @throws {ContainerRefusal} for a change that is none. */
export async function commitImage(
  { image, config, before, after }: CommittedFrom,
  { message, author, changes }: CommitOptions,
  ports: { readonly blobs: BlobStore; readonly now: () => number },
): Promise<Image> {
  const changed = withChanges(image.config, config, changes);
  const hasLayer = diff(before, after).length > 0;
  const layer = hasLayer ? await storeLayer(before, after, undefined, ports) : undefined;
  const layers =
    layer === undefined ? image.layers : [...image.layers, { digest: layer.digest, size: layer.size }];
  const created = new Date(ports.now()).toISOString().replace(/\.?0*Z$/, 'Z');
  const whose = author === undefined || author === '' ? {} : { author };
  const { author: _before, ...rest } = image.config;
  return makeImage(
    {
      ...rest,
      ...whose,
      created,
      config: changed,
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      history: [
        ...image.config.history,
        {
          created,
          created_by: (config.Cmd ?? []).join(' '),
          ...whose,
          ...(message === undefined || message === '' ? {} : { comment: message }),
          ...(hasLayer ? {} : { empty_layer: true }),
        },
      ],
    },
    layers,
  );
}

const allowed = new Set(
  'CMD ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL ONBUILD STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);

function withChanges(
  image: ImageConfig,
  config: ContainerConfig,
  changes: readonly string[],
): ContainerConfig {
  const state = StageState.fromImage({ ...image, config }, '\\');
  for (const change of changes) {
    const instruction = parseChange(change);
    if (instruction.kind === 'WORKDIR') {
      const path = instruction.path.text;
      state.configure({
        WorkingDir: path.startsWith('/') ? path : `${state.workingDir.replace(/\/$/, '')}/${path}`,
      });
      continue;
    }
    if (!allowed.has(instruction.kind)) {
      throw new ContainerRefusal(
        `Error response from daemon: ${instruction.kind} is not a valid change command`,
        1,
      );
    }
    applyConfig(state, instruction as ConfigInstruction, {
      buildArgs: new Map(),
      globals: new Scope('\\', []),
      escape: '\\',
    });
  }
  // Only builds mark a CMD so.
  const { ArgsEscaped: _escaped, ...changed } = state.config;
  return config.ArgsEscaped === undefined ? changed : { ...changed, ArgsEscaped: config.ArgsEscaped };
}

function parseChange(change: string): ReturnType<typeof parseTrigger> {
  try {
    return parseTrigger(change);
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    throw new ContainerRefusal(`Error response from daemon: ${error.problem.message}`, 1);
  }
}
