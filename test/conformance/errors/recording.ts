/** Reads the recordings of this suite: see README.md. */

export interface Recorded {
  readonly title: string;
  readonly exitCode: number;
  readonly dockerfile: string;
  /** The sentence after `ERROR: `, without what belongs to the machine; undefined where there was none. */
  readonly error?: string;
  /** How many; undefined where the recording does not say. */
  readonly warningCount?: number;
  /** Those that were recorded, `Rule: sentence (line N)`. */
  readonly warnings: readonly string[];
  /** By history entry, its lines; undefined where layers were not recorded. */
  readonly layers?: readonly { readonly title: string; readonly entries: readonly string[] }[];
  readonly config?: object;
}

export function parseErrors(text: string): Recorded[] {
  return sections(text).map(({ title, exitCode, body }) => {
    const arrow = body.indexOf('  => ');
    const lines = body.slice(arrow + '  => '.length).split('\n');
    const warnings = lines.flatMap((line) => /^ {2}warn: {1,2}(.*)$/.exec(line)?.[1]?.trim() ?? []);
    const count = warnings.flatMap((line) => /^(\d+) warnings? found/.exec(line)?.[1] ?? []);
    return {
      title,
      exitCode,
      dockerfile: unindented(body.slice(0, arrow)),
      ...errorIn(lines[0] ?? ''),
      // Only the first warnings were kept, so their number is what tells.
      warningCount: Number(count[0] ?? 0),
      warnings: warnings.flatMap((line) => /^- (.*)$/.exec(line)?.[1] ?? []),
    };
  });
}

export function parseEdge(text: string): Recorded[] {
  return sections(text).map(({ title, exitCode, body }) => {
    const lines = body.split('\n');
    const end = lines.findIndex((line) => !line.startsWith('    '));
    const layers: { title: string; entries: string[] }[] = [];
    let config: object | undefined;
    for (const line of lines.slice(end)) {
      if (line.startsWith('  # ')) layers.push({ title: line.slice(4), entries: [] });
      else if (line.startsWith('  config ')) config = JSON.parse(line.slice('  config '.length));
      else if (line.includes('\t')) layers.at(-1)?.entries.push(line.trim());
    }
    const error = lines.find((line) => line.startsWith('ERROR: '));
    return {
      title,
      exitCode,
      dockerfile: unindented(`${lines.slice(0, end).join('\n')}\n`),
      ...(error === undefined ? {} : errorIn(error)),
      warnings: lines.flatMap((line) => /^ {2}warn: - (.*)$/.exec(line)?.[1] ?? []),
      ...(config === undefined ? {} : { config, layers: layers.map(withoutEtc) }),
    };
  });
}

/** What is left of an error when what belongs to one machine and one run is taken out. */
export function plainError(sentence: string): string {
  return sentence
    .replace(/ of ref ?[^ ]*:/, ':')
    .replace(/\/srv\/d\/data\/overlay2\/[^/]+\/merged\//, '/')
    .trim();
}

function errorIn(line: string): Pick<Recorded, 'error'> {
  const sentence = /ERROR: (.*)$/.exec(line)?.[1];
  return sentence === undefined ? {} : { error: plainError(sentence) };
}

function withoutEtc({ title, entries }: { readonly title: string; readonly entries: readonly string[] }) {
  if (!title.startsWith('RUN ')) return { title, entries };
  return { title, entries: entries.filter((entry) => !entry.startsWith('etc\t')) };
}

interface Section {
  readonly title: string;
  readonly exitCode: number;
  readonly body: string;
}

function sections(text: string): Section[] {
  const found = [...text.matchAll(/^## (.*?) {3}\(exit (\d+)\)\n/gm)];
  return found.map((match, at) => ({
    title: match[1] ?? '',
    exitCode: Number(match[2]),
    body: text.slice(match.index + match[0].length, found[at + 1]?.index ?? text.length),
  }));
}

function unindented(text: string): string {
  return text.replaceAll(/^ {4}/gm, '');
}
