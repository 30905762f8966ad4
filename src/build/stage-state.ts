/**
 * What a stage has come to at one point of its instructions: image config, history, variables. It is known
 * without running anything, as BuildKit's `dispatchState` (frontend/dockerfile/dockerfile2llb).
 */
import type { ArgInstruction, CommandLine } from '../dockerfile/instruction.ts';
import { normalizePlatform } from '../dockerfile/platform.ts';
import { Scope } from '../dockerfile/scope.ts';
import type { ContainerConfig, HistoryEntry, ImageConfig, Platform } from '../image/image-config.ts';
import { GoSlice } from './go-slice.ts';
import { BuildFailure } from './problems.ts';

/** The only platform that is built here. */
export const buildPlatform = { os: 'linux', architecture: 'amd64' } as const;

/** What PATH is where nobody set it (BuildKit's `DefaultPathEnvUnix`). */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The config that `FROM scratch` starts from. */
export const emptyConfig: ImageConfig = {
  ...buildPlatform,
  config: { Env: [`PATH=${defaultPath}`], WorkingDir: '/' },
  rootfs: { type: 'layers', diff_ids: [] },
  history: [],
};

/** As Linux's limit for arguments and environment together. */
const maximumSize = 2 * 1024 * 1024;

const comment = 'buildkit.dockerfile.v0';

/**
 * The parts of a config that are maps. BuildKit hands them on from stage to stage without a copy: once a stage has
 * one, what any stage built on it adds is in the images of all of them. Docker's images say so, and so do ours.
 */
interface SharedMaps {
  Labels?: Map<string, string>;
  ExposedPorts?: Set<string>;
  Volumes?: Set<string>;
}

export class StageState {
  readonly platform: Platform;
  author: string | undefined;
  #config: ContainerConfig;
  #maps: SharedMaps;
  #history: GoSlice<HistoryEntry>;
  /** The variables that instructions and RUN see: ENV and ARG, whichever was set last. */
  readonly scope: Scope;
  /** Names that ARG declared, in order, those of parent stages first. */
  readonly buildArgs: Set<string>;
  /** Characters of all variables and labels. */
  #size = 0;
  /** This very stage has a CMD. */
  hasOwnCommand = false;

  private constructor(
    platform: Platform,
    author: string | undefined,
    config: ContainerConfig,
    maps: SharedMaps,
    history: GoSlice<HistoryEntry>,
    scope: Scope,
    buildArgs: Iterable<string>,
  ) {
    this.platform = platform;
    this.author = author;
    this.#config = config;
    this.#maps = maps;
    this.#history = history;
    this.scope = scope;
    this.buildArgs = new Set(buildArgs);
  }

  /** At FROM an image. Keys of its config that the specification doesn't know are dropped, as BuildKit does. */
  static fromImage(image: ImageConfig, escapeCharacter: '\\' | '`'): StageState {
    const { author, config, history } = image;
    const platform: Platform = {
      ...normalizePlatform(image),
      ...(image['os.version'] === undefined ? {} : { 'os.version': image['os.version'] }),
      ...(image['os.features'] === undefined ? {} : { 'os.features': image['os.features'] }),
    };
    return new StageState(
      platform,
      author,
      config,
      {
        ...(config.Labels && { Labels: new Map(Object.entries(config.Labels)) }),
        ...(config.ExposedPorts && { ExposedPorts: new Set(config.ExposedPorts) }),
        ...(config.Volumes && { Volumes: new Set(config.Volumes) }),
      },
      GoSlice.of(history),
      new Scope(escapeCharacter, (config.Env ?? []).map(splitVariable)),
      [],
    );
  }

  /** At FROM another stage, whose state stays as it is. */
  static fromStage(parent: StageState): StageState {
    const { platform, author, scope, buildArgs } = parent;
    const [config, maps] = [parent.#config, { ...parent.#maps }];
    const state = new StageState(platform, author, config, maps, parent.#history, scope.copy(), buildArgs);
    state.#size = parent.#size;
    return state;
  }

  get config(): ContainerConfig {
    const { Labels, ExposedPorts, Volumes } = this.#maps;
    return {
      ...this.#config,
      ...(Labels && { Labels: Object.fromEntries(Labels) }),
      ...(ExposedPorts && { ExposedPorts: sorted(ExposedPorts) }),
      ...(Volumes && { Volumes: sorted(Volumes) }),
    };
  }

  /** Entries of this build have no `created` yet: that is known when the image is made. */
  get history(): readonly HistoryEntry[] {
    return this.#history.items();
  }

  get historyLength(): number {
    return this.#history.length;
  }

  get workingDir(): string {
    return this.#config.WorkingDir || '/';
  }

  get shell(): readonly string[] {
    const { Shell } = this.#config;
    return Shell !== undefined && Shell.length > 0 ? Shell : ['/bin/sh', '-c'];
  }

  /** The words that a command line comes to: `text` of the shell form goes to the shell. */
  words(command: CommandLine): readonly string[] {
    return command.form === 'json'
      ? command.args.map(({ text }) => text)
      : [...this.shell, command.text.text];
  }

  /** `NAME=value` of every variable, ARGs included. */
  environment(): readonly string[] {
    return [...this.scope.names()].map((name) => `${name}=${this.scope.get(name) ?? ''}`);
  }

  declare(arg: ArgInstruction, buildArgs: ReadonlyMap<string, string>, globals: Scope): void {
    this.scope.declare(arg, buildArgs, globals);
    for (const { name } of arg.args) this.buildArgs.add(name.text);
  }

  /**
   * Counts what variables and labels take.
   * @throws {BuildFailure} when it is more than any program could be started with.
   */
  grow(characters: number): void {
    this.#size += characters;
    if (this.#size <= maximumSize) return;
    throw new BuildFailure(
      'environment-too-large',
      'argument list too long',
      `The variables and labels of this stage are longer than ${maximumSize} characters, more than Linux gives to any program. Keep large texts in files.`,
    );
  }

  /** `Config` with these members changed. */
  configure(changes: Partial<Omit<ContainerConfig, keyof SharedMaps>>): void {
    this.#config = { ...this.#config, ...changes };
  }

  addLabels(labels: Iterable<readonly [name: string, value: string]>): void {
    this.#maps.Labels ??= new Map();
    for (const [name, value] of labels) this.#maps.Labels.set(name, value);
  }

  /** Ports or volumes. */
  addNames(kind: 'ExposedPorts' | 'Volumes', names: Iterable<string>): void {
    const all = this.#maps[kind] ?? new Set();
    for (const name of names) all.add(name);
    this.#maps[kind] = all;
  }

  /** `withState`: the line ends in BuildKit's mark, which all but WORKDIR's and the config's do. */
  commit(text: string, kind: 'layer' | 'empty', withState = false): void {
    this.#history = this.#history.append({
      created_by: withState ? `${text} # buildkit` : text,
      comment,
      ...(kind === 'empty' ? { empty_layer: true } : {}),
    });
  }
}

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

/** `NAME=value` as a pair; a name alone has an empty value. */
export function splitVariable(entry: string): [name: string, value: string] {
  const equals = entry.indexOf('=');
  return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
}
