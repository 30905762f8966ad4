/** What a person can set for a build, and how the text of build arguments is read. */

export interface BuildOptions {
  /** Empty: the last stage. */
  readonly target: string;
  /** One `NAME=value` a line. */
  readonly buildArgs: string;
  /** What the image is called when it is exported, e.g. `hello:1.0`; empty: it gets no name. */
  readonly tag: string;
  readonly noCache: boolean;
}

export const defaultOptions: BuildOptions = { target: '', buildArgs: '', tag: '', noCache: false };

/** Lines of `NAME=value` as a record; `bad` is the first line that isn't one. */
export function readBuildArgs(text: string): {
  readonly args: Readonly<Record<string, string>>;
  readonly bad?: string;
} {
  const args: Record<string, string> = {};
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (line === '') continue;
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (!match) return { args, bad: line };
    args[match[1] ?? ''] = match[2] ?? '';
  }
  return { args };
}
