/** What was changed before each recorded build. All go from the first build's files, but for those they name. */
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export interface Change {
  /** Replacements in the Dockerfile, in order. */
  readonly dockerfile?: readonly (readonly [before: string, after: string])[];
  /** Gets the context's folder. */
  readonly context?: (folder: string) => void;
  readonly args?: readonly string[];
}

export const firstDockerfile = `FROM spike/base:1
ARG V=1
COPY a /a
RUN echo run1 > /r1
ARG W=1
RUN echo run2 > /r2
COPY dir /dir
LABEL l=1
RUN cat /a > /r3
`;

const times = new Date(1_650_000_000_000);

export function writeFirstContext(folder: string): void {
  mkdirSync(join(folder, 'dir'), { recursive: true });
  writeFileSync(join(folder, 'a'), 'a\n');
  writeFileSync(join(folder, 'dir/f'), 'f\n');
  for (const path of ['a', 'dir/f', 'dir']) utimesSync(join(folder, path), times, times);
}

const copyA = 'COPY a /a';
const lastRun = 'RUN cat /a > /r3';
/** The recording's Dockerfile kept this from its row on. */
const label = ['LABEL l=1', 'LABEL l=2'] as const;
const beforeLastRun = (line: string): Change => ({ dockerfile: [label, [lastRun, `${line}\n${lastRun}`]] });
const buildArg = (arg: string): Change => ({ args: ['--build-arg', arg] });

/** By the titles of the recording. */
export const changes: Readonly<Record<string, Change>> = {
  'first build': {},
  'again, nothing changed (same image id?)': {},
  'touch a (mtime only)': { context: (folder) => utimesSync(join(folder, 'a'), 1, 1) },
  'chmod 600 a': { context: (folder) => chmodSync(join(folder, 'a'), 0o600) },
  'chmod back': {},
  'chown a in context': {
    context: (folder) => {
      // Only root can; for all others the row says what it says without it.
      if (process.getuid?.() === 0) chownSync(join(folder, 'a'), 1000, 50);
    },
  },
  'add empty dir in dir/': { context: (folder) => mkdirSync(join(folder, 'dir/empty')) },
  'chmod 700 on dir itself (COPY dir /dir)': { context: (folder) => chmodSync(join(folder, 'dir'), 0o700) },
  'rename file in dir': {
    context: (folder) => renameSync(join(folder, 'dir/f'), join(folder, 'dir/g')),
  },
  'add unrelated file to the context': { context: (folder) => writeFileSync(join(folder, 'other'), 'x') },
  '--build-arg V=2 (declared before RUN, unused)': buildArg('V=2'),
  '--build-arg W=2 (declared after RUN1)': buildArg('W=2'),
  '--build-arg UNDECLARED=x': buildArg('UNDECLARED=x'),
  '--build-arg HTTP_PROXY=http://p (predefined, undeclared)': buildArg('HTTP_PROXY=http://p'),
  '--build-arg V=1 (explicit, same as default)': buildArg('V=1'),
  'LABEL changed before last RUN': { dockerfile: [label] },
  'extra whitespace in RUN1': { dockerfile: [label, ['RUN echo run1', 'RUN  echo   run1']] },
  'COPY a /a -> COPY ./a /a': { dockerfile: [label, [copyA, 'COPY ./a /a']] },
  'comment + spaces around COPY': { dockerfile: [label, [copyA, '# comment\nCOPY    a    /a']] },
  'COPY a -> ADD a (same file)': { dockerfile: [label, [copyA, 'ADD a /a']] },
  'COPY from different name, same content+dest': {
    dockerfile: [label, [copyA, 'COPY a2 /a']],
    context: (folder) => copyFileSync(join(folder, 'a'), join(folder, 'a2')),
  },
  'ENV added before last RUN': beforeLastRun('ENV X=1'),
  'EXPOSE added before last RUN': beforeLastRun('EXPOSE 80'),
  'WORKDIR / added before last RUN': beforeLastRun('WORKDIR /'),
  'VOLUME added before last RUN': beforeLastRun('VOLUME /vol'),
  'SHELL same as default before last RUN': beforeLastRun('SHELL ["/bin/sh", "-c"]'),
  'shell form -> identical exec form': {
    dockerfile: [label, [lastRun, 'RUN ["/bin/sh","-c","cat /a > /r3"]']],
  },
};
