/** An example project: text files with modes, and what one can see by building it. */
import type { ProjectEntry } from '../../worker/protocol.ts';

export interface Example {
  /** Stable name, for links and the `example` attribute. */
  readonly id: string;
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}

/** The example as a project. Scripts (`#!`) are executable, and times are fixed: the same example, the same layers. */
export function exampleProject(example: Example): readonly ProjectEntry[] {
  const encoder = new TextEncoder();
  return Object.entries(example.files)
    .map(([path, text]) => ({
      path,
      mode: text.startsWith('#!') ? 0o755 : 0o644,
      modified: Date.UTC(2026, 0, 1),
      content: encoder.encode(text),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
