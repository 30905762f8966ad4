/** A typed `docker run`: the container is started, and what it prints stands in the log until it ends. */
import type { RunCommand } from '../../commands/docker-command.ts';
import type { ContainerInfo, Engine, RunOptions } from '../../worker/protocol.ts';
import type { CommandSession } from '../model/command-session.ts';
import type { Project } from '../model/project.ts';
import { words } from '../text/words.ts';

/** As `-v` is written; a text is what Docker says to one that is none. */
export function readVolumes(volumes: readonly string[]): RunOptions['volumes'] | string {
  const read: RunOptions['volumes'][number][] = [];
  for (const volume of volumes) {
    const [source = '', target = '', mode, ...more] = volume.split(':');
    const isMode = mode === undefined || mode === 'ro' || mode === 'rw';
    if (source === '' || target === '' || !isMode || more.length > 0) {
      return `docker: invalid volume specification: '${volume}'`;
    }
    read.push({ source, target, readOnly: mode === 'ro' });
  }
  return read;
}

export function runOptions(command: RunCommand, volumes: RunOptions['volumes']): RunOptions {
  const { args, env, tty, interactive, remove } = command;
  const { entrypoint, workdir, user, name, hostname, stopSignal } = command;
  return {
    ...{ command: args, env, tty, interactive, remove, volumes },
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(workdir === undefined ? {} : { workdir }),
    ...(user === undefined ? {} : { user }),
    ...(name === undefined ? {} : { name }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(stopSignal === undefined ? {} : { stopSignal }),
  };
}

/** The size of a terminal that nobody has measured. */
const size = { rows: 24, columns: 80 };

/** Answers when it was started, detached or ended; undefined when Docker would refuse it. */
export async function runContainer(
  engine: Engine,
  options: RunOptions,
  command: RunCommand,
  project: Project,
  session: CommandSession,
): Promise<ContainerInfo | undefined> {
  const output = new ContainerOutput(engine, session);
  const stop = engine.watchContainers((news) => {
    if (news.type === 'output') output.take(news.attachment, news.bytes);
    else if (news.type === 'changed') output.changed(news.container);
    else if (news.type === 'lost') output.lost();
  });
  try {
    const entries = options.volumes.length > 0 ? { entries: project } : {};
    const outcome = await engine.runContainer({ image: command.image, options, size, ...entries });
    if (outcome.outcome === 'refused') {
      session.print('error', outcome.message.split('\n'));
      if (outcome.explanation !== undefined) session.print('hint', [outcome.explanation]);
      return undefined;
    }
    const { container } = outcome;
    if (command.detach) session.print('output', [container.id]);
    // A terminal's output is for a terminal.
    else if (!command.tty && !command.interactive) await output.follow(container);
    return container;
  } finally {
    stop();
  }
}

/** What containers print while a command waits for one of them. */
class ContainerOutput {
  readonly #engine: Engine;
  readonly #session: CommandSession;
  /** Output that came before it was known whose it is. */
  readonly #early = new Map<string, Uint8Array[]>();
  readonly #ended = new Map<string, ContainerInfo>();
  readonly #decoder = new TextDecoder();
  #attachment: string | undefined;
  #container: string | undefined;
  #partial = '';
  #end: (info: ContainerInfo | undefined) => void = () => undefined;

  constructor(engine: Engine, session: CommandSession) {
    this.#engine = engine;
    this.#session = session;
  }

  take(attachment: string, bytes: Uint8Array): void {
    if (this.#attachment === undefined) {
      const pieces = this.#early.get(attachment) ?? [];
      this.#early.set(attachment, [...pieces, bytes]);
    } else if (attachment === this.#attachment) {
      this.#print(bytes);
    }
  }

  changed(info: ContainerInfo): void {
    if (info.state !== 'exited') return;
    this.#ended.set(info.id, info);
    if (info.id === this.#container) this.#end(info);
  }

  lost(): void {
    this.#end(undefined);
  }

  /** Prints the output of its first process, until it has ended. */
  async follow(container: ContainerInfo): Promise<void> {
    this.#container = container.id;
    this.#attachment = container.attachments.find(({ isMain }) => isMain)?.id;
    for (const bytes of this.#early.get(this.#attachment ?? '') ?? []) this.#print(bytes);
    this.#early.clear();
    const known = container.state === 'exited' ? container : this.#ended.get(container.id);
    const ended =
      known ??
      (await new Promise<ContainerInfo | undefined>((resolve) => {
        this.#end = resolve;
      }));
    if (this.#partial !== '') this.#session.print('output', [this.#partial]);
    const code = ended?.exitCode ?? 0;
    if (code !== 0) this.#session.print('hint', [ended?.explanation ?? words.command.ended(code)]);
  }

  #print(bytes: Uint8Array): void {
    const lines = (this.#partial + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#partial = lines.pop() ?? '';
    this.#session.print('output', lines);
    if (this.#attachment !== undefined) void this.#engine.outputShown(this.#attachment, bytes.length);
  }
}
