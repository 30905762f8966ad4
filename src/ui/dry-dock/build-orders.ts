/** Builds as they are asked for, by a button or by a typed command: what of the page goes into the request, and how it ends. */
import type { ReactiveControllerHost } from 'lit';
import type { BuildCommand } from '../../commands/docker-command.ts';
import type { BuildOutcome, BuildRequest, Engine } from '../../worker/protocol.ts';
import { type BuildOptions, defaultOptions, readBuildArgs } from '../build-bar/build-options.ts';
import type { CommandSession } from '../model/command-session.ts';
import { findEntry } from '../model/project.ts';
import type { BuildDesk } from './build-desk.ts';
import { lineOf, typedRequest } from './command-line-options.ts';
import { firstDockerfile } from './derived.ts';
import { dockerfilePath, type ProjectDesk } from './project-desk.ts';
import type { RegistryDesk } from './registry-desk.ts';

export interface OrderDesks {
  readonly project: ProjectDesk;
  readonly builds: BuildDesk;
  readonly registry: RegistryDesk;
  readonly session: CommandSession;
}

export class BuildOrders {
  options: BuildOptions = defaultOptions;
  /** Path of the Dockerfile that was built last. */
  builtPath = dockerfilePath;
  readonly #host: ReactiveControllerHost;
  readonly #desks: OrderDesks;

  constructor(host: ReactiveControllerHost, desks: OrderDesks) {
    this.#host = host;
    this.#desks = desks;
  }

  choose(options: BuildOptions): void {
    this.options = options;
    this.#host.requestUpdate();
  }

  /** What the person asks for, if it can be asked. `typed`: the command that asks for it, when one was typed. */
  request(typed?: BuildCommand): BuildRequest | undefined {
    const { project, registry } = this.#desks;
    const { args, bad } = readBuildArgs(this.options.buildArgs);
    if (bad !== undefined || (!project.dockerfile && !typed)) return undefined;
    const { target, tag, noCache } = this.options;
    const known = firstDockerfile(project.project)?.stages.includes(target) ?? false;
    return {
      entries: project.project,
      dockerfile: dockerfilePath,
      ...(known ? { target } : {}),
      ...(Object.keys(args).length === 0 ? {} : { buildArgs: args }),
      ...(tag === '' ? {} : { tag }),
      ...(noCache ? { noCache } : {}),
      ...registry.request,
      ...(typed ? typedRequest(typed) : {}),
    };
  }

  /** Builds; undefined where nothing can be built. */
  place(engine: Engine, typed?: BuildCommand): Promise<BuildOutcome> | undefined {
    const request = this.request(typed);
    return request && this.#build(engine, request, typed);
  }

  async #build(
    engine: Engine,
    request: BuildRequest,
    typed: BuildCommand | undefined,
  ): Promise<BuildOutcome> {
    const { project, builds, session } = this.#desks;
    session.buildBegins(lineOf(this.options), typed);
    this.builtPath = request.dockerfile ?? dockerfilePath;
    void project.saveNow();
    const outcome = await builds.start(engine, request);
    const names = typed?.tags ?? (request.tag === undefined ? [] : [request.tag]);
    if (outcome.outcome === 'finished') await nameMore(engine, names);
    session.buildEnds(outcome, Date.now(), names);
    return outcome;
  }

  /** The Dockerfile is as it was built. */
  get isUnchanged(): boolean {
    const { project, builds } = this.#desks;
    const now = findEntry(project.project, this.builtPath);
    return builds.built !== undefined && findEntry(builds.built, this.builtPath)?.content === now?.content;
  }

  /** The editor shows what was built. */
  get isOpen(): boolean {
    return this.#desks.project.openPath === this.builtPath && this.isUnchanged;
  }
}

/** A build gives an image one name; a command may ask for several. */
async function nameMore(engine: Engine, [first, ...others]: readonly string[]): Promise<void> {
  if (first === undefined) return;
  for (const name of others) await engine.tagImage(first, name).catch(() => undefined);
}
