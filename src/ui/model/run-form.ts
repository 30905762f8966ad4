/** The form of a container as `docker run` takes it: what is in its fields, the request, and the line for at home. */
import { commandWords, quoteWord } from '../../commands/command-words.ts';
import type { RunOptions } from '../../worker/protocol.ts';

/** The fields, as they are typed. */
export interface RunForm {
  /** Empty: the image that was built last. */
  readonly image: string;
  readonly command: string;
  readonly replacesEntrypoint: boolean;
  readonly entrypoint: string;
  readonly env: string;
  readonly volumes: string;
  readonly workdir: string;
  readonly user: string;
  readonly name: string;
  readonly terminal: boolean;
  readonly remove: boolean;
}

export const emptyRunForm: RunForm = {
  image: '',
  command: '',
  replacesEntrypoint: false,
  entrypoint: '',
  env: '',
  volumes: '',
  workdir: '',
  user: '',
  name: '',
  terminal: true,
  remove: false,
};

/** A line of `-v` is none; `message` is the line. */
export class VolumeLineError extends Error {
  override readonly name = 'VolumeLineError';
}

/**
 * The options that the fields say.
 * @throws {CommandWordsError | VolumeLineError}
 */
export function runOptions(form: RunForm): RunOptions {
  const { workdir, user, name } = trimmed(form);
  return {
    command: commandWords(form.command),
    env: lines(form.env),
    volumes: lines(form.volumes).map(volumeOf),
    tty: form.terminal,
    interactive: form.terminal,
    remove: form.remove,
    ...(form.replacesEntrypoint ? { entrypoint: form.entrypoint.trim() } : {}),
    ...(workdir === '' ? {} : { workdir }),
    ...(user === '' ? {} : { user }),
    ...(name === '' ? {} : { name }),
  };
}

/** `docker run …` that does the same at home; `built` is the name of the image that was built last. */
export function runLine(form: RunForm, built: string): string {
  const { workdir, user, name, image } = trimmed(form);
  const words: string[] = ['docker', 'run'];
  if (form.terminal) words.push('-it');
  if (form.remove) words.push('--rm');
  if (name !== '') words.push('--name', quoteWord(name));
  if (form.replacesEntrypoint) words.push('--entrypoint', quoteWord(form.entrypoint.trim()));
  for (const each of lines(form.env)) words.push('-e', quoteWord(each));
  for (const each of lines(form.volumes)) words.push('-v', quoteWord(each));
  if (workdir !== '') words.push('-w', quoteWord(workdir));
  if (user !== '') words.push('-u', quoteWord(user));
  words.push(quoteWord(image || built));
  const command = form.command.trim();
  return [...words, ...(command === '' ? [] : [command])].join(' ');
}

function trimmed({ workdir, user, name, image }: RunForm) {
  return { workdir: workdir.trim(), user: user.trim(), name: name.trim(), image: image.trim() };
}

const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function volumeOf(line: string): RunOptions['volumes'][number] {
  const [source = '', target = '', mode, ...more] = line.split(':');
  const isMode = mode === undefined || mode === 'ro' || mode === 'rw';
  if (source === '' || target === '' || !isMode || more.length > 0) throw new VolumeLineError(line);
  return { source, target, readOnly: mode === 'ro' };
}
