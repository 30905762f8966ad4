/** Projects that nobody would write: random Dockerfiles over random contexts, made of what both builders can run. */
import { type Choices, choicesFrom } from '../mulberry.ts';

export interface ContextEntry {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  /** Seconds since the Unix epoch. */
  readonly mtime: number;
  /** Of a file; what a symbolic link names. */
  readonly content: string;
}

export interface RandomProject {
  readonly dockerfile: string;
  /** Folders before what is in them. */
  readonly context: readonly ContextEntry[];
  readonly options: readonly string[];
}

const directories = ['dir', 'dir/sub', 'dir/sub/deep', 'other', 'with space', 'ünï', '.hid', 'dir/empty'];
const files = ['a', 'b', 'c.txt', 'd.txt', 'e f', 'ä', '.dot', 'x.sh', '[b]', 'a*'];
const fileModes = [0o644, 0o600, 0o755, 0o4755, 0o2755, 0o444, 0o640];
const directoryModes = [0o755, 0o700, 0o1777, 0o2775, 0o750];
const ignoreLines = [
  ...[
    '*.txt',
    '!c.txt',
    'dir',
    '!dir/sub',
    '**/deep',
    '*/a',
    '# note',
    '/other',
    'with space',
    '**',
    '!**/b',
  ],
  ...['!dir/sub/*.txt', '.hid', '**/.dot', 'dir/*', '!.dot', '?', '[a-c]', 'dir/../other', './b', 'ünï/'],
];

/** The same project for the same seed. */
export function randomProject(seed: number): RandomProject {
  const choices = choicesFrom(seed);
  const context = randomContext(choices);
  const { text, options } = new DockerfileWriter(
    choices,
    context.map(({ path }) => path),
  ).write();
  return { dockerfile: text, context, options };
}

function randomContext({ below, pick, chance }: Choices): readonly ContextEntry[] {
  const entries = new Map<string, ContextEntry>();
  const mtime = (): number => 1_600_000_000 + below(100_000_000);
  for (const path of directories) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!chance(0.6) || (parent !== '' && !entries.has(parent))) continue;
    entries.set(path, { path, type: 'directory', mode: pick(directoryModes), mtime: mtime(), content: '' });
  }
  const places = ['', ...entries.keys()].filter((path) => path !== 'dir/empty');
  for (let count = 3 + below(12); count > 0; count--) {
    const place = pick(places);
    const name = pick(files);
    const path = place === '' ? name : `${place}/${name}`;
    if (chance(0.15)) {
      const target = pick([
        'a',
        'b',
        'dir',
        '../a',
        '/etc/passwd',
        'nowhere',
        'dir/sub',
        '.',
        '../../../etc',
        'ä',
      ]);
      entries.set(path, { path, type: 'symlink', mode: 0o777, mtime: mtime(), content: target });
      continue;
    }
    const content = chance(0.1) ? '' : `${path} ${below(1000)}\n`.repeat(1 + below(chance(0.1) ? 3000 : 3));
    entries.set(path, { path, type: 'file', mode: pick(fileModes), mtime: mtime(), content });
  }
  if (chance(0.3)) {
    const content = Array.from({ length: 1 + below(5) }, () => pick(ignoreLines)).join('\n');
    entries.set('.dockerignore', {
      path: '.dockerignore',
      type: 'file',
      mode: 0o644,
      mtime: mtime(),
      content,
    });
  }
  return [...entries.values()];
}

/** Writes one Dockerfile, and remembers what it may speak of. */
class DockerfileWriter {
  readonly #choices: Choices;
  readonly #sources: readonly string[];
  readonly #stages: string[] = [];
  readonly #lines: string[] = [];
  readonly #options: string[] = [];

  constructor(choices: Choices, sources: readonly string[]) {
    this.#choices = choices;
    this.#sources = sources;
  }

  write(): { readonly text: string; readonly options: readonly string[] } {
    const { below, pick, chance } = this.#choices;
    if (chance(0.2)) {
      this.#lines.push('ARG BASE=spike/base:1', 'ARG WORD="two words"');
      if (chance(0.5)) this.#options.push('--build-arg=WORD=given');
    }
    const stages = 1 + below(3);
    for (let at = 0; at < stages; at++) this.#stage(at);
    if (stages > 1 && chance(0.2)) this.#options.push(`--target=${pick(this.#stages)}`);
    return { text: `${this.#lines.join('\n')}\n`, options: this.#options };
  }

  #stage(at: number): void {
    const { below, pick, chance } = this.#choices;
    const bases = ['spike/base:1', 'spike/base:1', ...this.#stages.filter((stage) => /^s/.test(stage))];
    if (this.#lines.includes('ARG BASE=spike/base:1')) bases.push('${BASE}');
    const isScratch = chance(0.1);
    const name = pick([`s${at}`, `Stage${at}`]);
    const isNamed = chance(0.8);
    this.#lines.push(`FROM ${isScratch ? 'scratch' : pick(bases)}${isNamed ? ` AS ${name}` : ''}`);
    for (let count = 1 + below(7); count > 0; count--) this.#lines.push(this.#instruction(isScratch));
    this.#stages.push(isNamed ? name : String(at));
  }

  #instruction(isScratch: boolean): string {
    const { below, chance } = this.#choices;
    const kind = below(100);
    if (kind < 40) return this.#copy();
    if (kind < 75 && !isScratch) return this.#run();
    if (kind < 85) return this.#directory();
    return chance(0.5) ? this.#variable() : this.#setting();
  }

  #copy(): string {
    const { below, pick, chance } = this.#choices;
    const word = chance(0.2) ? 'ADD' : 'COPY';
    const flags: string[] = [];
    const isFromStage = word === 'COPY' && this.#stages.length > 0 && chance(0.4);
    if (isFromStage) flags.push(`--from=${pick(this.#stages)}`);
    if (chance(0.25)) {
      flags.push(
        `--chown=${pick(['app', 'app:staff', '1000', '0:50', ':staff', '65534:65534', 'nobody:0', 'ghost'])}`,
      );
    }
    if (chance(0.25)) flags.push(`--chmod=${pick(['755', '0640', '4711', '1777', '000', '9', '644'])}`);
    if (chance(0.15)) flags.push('--link');
    if (chance(0.05) && !isFromStage) {
      return [
        `${word} ${[...flags, '<<EOF'].join(' ')} ${this.#place()}`,
        'text $HOME ${NAME:-none}',
        'EOF',
      ].join('\n');
    }
    const sources = Array.from({ length: chance(0.25) ? 2 + below(2) : 1 }, () =>
      isFromStage ? this.#place() : this.#source(),
    );
    const words = [...sources, this.#destination(sources.length)];
    const hasSpace = words.some((each) => each.includes(' '));
    const list = hasSpace || chance(0.1) ? JSON.stringify(words) : words.join(' ');
    return [word, ...flags, list].join(' ');
  }

  #source(): string {
    const { pick, chance } = this.#choices;
    if (chance(0.85) && this.#sources.length > 0) {
      const source = pick(this.#sources);
      return chance(0.1) ? `/${source}` : chance(0.1) ? `./${source}` : source;
    }
    if (chance(0.7)) return pick(['.', './', '*', '/', '?', './.', '../']);
    return pick([
      '*.txt',
      'dir/*',
      'dir',
      'd*',
      '**/a',
      'dir/',
      '[a-b]',
      '../a',
      'missing',
      'dir/**/*.txt',
      '.d*',
    ]);
  }

  /** A path in an image. */
  #place(): string {
    const { pick, chance } = this.#choices;
    if (chance(0.7))
      return pick(['/etc', '/etc/issue', '/etc/os-*', '/etc/', '/bin/sh', '/etc/*', '/etc/p*', 'etc/group']);
    return pick([
      '/out',
      '/out/sub',
      '/out/a',
      '/etc/issue',
      '/etc/group',
      '/lnk',
      '/work',
      '/out/*',
      '/tmp',
      '/data',
      '/out/b',
      '/etc/os-*',
    ]);
  }

  #destination(sources: number): string {
    const { pick, chance } = this.#choices;
    const place = pick([
      '/out',
      '/out/sub',
      '/lnk',
      '/lnk/x',
      '.',
      './',
      'rel',
      'rel/er',
      '/',
      '/etc',
      '../up',
      '/out/a',
      '/tmp/x',
      '/data',
      '$NAME/x',
      '/a b',
    ]);
    return sources > 1 || chance(0.4) ? `${place}/`.replace('//', '/') : place;
  }

  #run(): string {
    const { below, pick, chance } = this.#choices;
    const commands = Array.from({ length: 1 + below(3) }, () => this.#command());
    const flags = chance(0.1) ? `${pick(this.#mounts())} ` : '';
    if (chance(0.1)) return `RUN ${flags}<<EOF\n${commands.join('\n')}\nEOF`;
    if (chance(0.1)) return `RUN ${flags}${JSON.stringify(['/bin/sh', '-c', commands.join('; ')])}`;
    return `RUN ${flags}${commands.join(chance(0.5) ? ' && ' : '; ')}`;
  }

  #mounts(): readonly string[] {
    return [
      '--mount=type=tmpfs,target=/out',
      '--mount=type=cache,target=/data',
      '--mount=target=/ctx',
      '--network=none',
    ];
  }

  #command(): string {
    const { pick } = this.#choices;
    const path = (): string =>
      pick([
        '/out',
        '/out/sub',
        '/out/a',
        '/out/b',
        '/lnk',
        '/work/w',
        '/data/d',
        '/etc/issue',
        '/tmp/t',
        'here',
        '/out/sub/c',
      ]);
    return pick([
      () => `mkdir -p ${path()} || true`,
      () => `mkdir -p /out/sub && echo ${pick(['x', 'y', '$NAME', '"$HOME"'])} > ${path()} || true`,
      () => `rm -rf ${path()} || true`,
      () => `rm -rf /out; mkdir /out || true`,
      () =>
        `ln -sfn ${pick(['/out', 'out', '/nowhere', '../etc', 'a'])} ${pick(['/lnk', '/out/lnk', 'lnk'])} || true`,
      () => `ln -f ${path()} /hard || true`,
      () => `chmod ${pick(['700', 'u+s', 'a-w', '1777', 'g+s'])} ${path()} || true`,
      () => `chown ${pick(['app', '1000:50', ':staff', 'nobody'])} ${path()} || true`,
      () => `chown -h app /lnk || true`,
      () => `cp -a ${path()} ${path()} || true`,
      () => `mv ${path()} ${path()} || true`,
      () => `touch ${path()} || true`,
      () => `mkfifo /out/fifo || true`,
      () => `echo more >> ${path()} || true`,
      () => `mv /etc/issue /etc/moved || true`,
      () => `cat ${path()} > /copy 2>/dev/null || true`,
      () => `id > /who || true; { pwd; umask; env | sort | grep -v HOSTNAME; } >> /who || true`,
      () => 'false || true',
      () => 'true',
    ])();
  }

  #directory(): string {
    const { pick } = this.#choices;
    return pick([
      () => `WORKDIR ${pick(['/work', 'rel', '/out/sub', '/lnk/w', '../up', '/', '$NAME', '/a b'])}`,
      () => `USER ${pick(['app', 'root', '1000:50', 'nobody', 'app:staff', '0'])}`,
      () => `VOLUME ${pick(['/data', '["/data", "/vol"]', '/out'])}`,
    ])();
  }

  #variable(): string {
    const { pick } = this.#choices;
    return pick([
      () =>
        `ENV NAME=${pick(['value', '"a b"', "'single $HOME'", '$PATH', '${NAME:-new}', '${NAME:+set}', '${NAME%e}', '${NAME/a/b}', 'back\\ slash'])}`,
      () => `ENV ONE=1 TWO="2 $ONE" THREE=\${TWO#2}`,
      () => `ENV OLD with spaces  kept`,
      () => `ARG ${pick(['WORD', 'NAME=arg', 'FRESH', 'FRESH="fresh one"', 'TARGETARCH', 'BUILDPLATFORM'])}`,
      () => `LABEL ${pick(['a=b', 'a="b c" d=e', '"k k"=v', 'name=$NAME', 'version=${WORD}'])}`,
    ])();
  }

  #setting(): string {
    const { pick } = this.#choices;
    return pick([
      () => `CMD ${pick(['["a", "b"]', 'echo $NAME', '[]', '["unfinished"'])}`,
      () => `ENTRYPOINT ${pick(['["/bin/sh", "-c"]', 'exec top', '[]'])}`,
      () => `EXPOSE ${pick(['80', '80/udp 443', '8000-8002', '$PORT 90', '80/TCP'])}`,
      () =>
        `HEALTHCHECK ${pick(['NONE', 'CMD true', '--interval=5s --retries=3 CMD ["x"]', '--start-interval=1s CMD y'])}`,
      () => `STOPSIGNAL ${pick(['SIGTERM', '9', 'QUIT'])}`,
      () => `SHELL ${pick(['["/bin/sh", "-ec"]', '["/bin/sh", "-xc"]'])}`,
      () =>
        `ONBUILD ${pick(['RUN echo built >> /on', 'COPY . /on-context/', 'ENV BUILT=yes', 'WORKDIR /onbuild'])}`,
      () => `MAINTAINER ${pick(['me', 'A B <a@example.com>'])}`,
    ])();
  }
}
