/** How a bundled image is described, before it becomes a manifest, a config and layers. */
import type { MissingProgram } from '../../src/registry/catalog.ts';
import type { Entry } from './rootfs.ts';

/** The `config` part of an OCI image config, with the field names of the specification. */
export interface RuntimeConfig {
  readonly Env: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly StopSignal?: string;
}

export interface LayerDefinition {
  /** The history's words. */
  readonly createdBy: string;
  readonly entries: readonly Entry[];
}

export interface ImageDefinition {
  /** Familiar name with the tag it stands for: `node:14-alpine`. */
  readonly name: string;
  /** It has the real image's config and users, but not its programs. */
  readonly standIn: boolean;
  readonly summary: string;
  readonly missing: readonly MissingProgram[];
  readonly config: RuntimeConfig;
  readonly layers: readonly LayerDefinition[];
}

export const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The sentence for a program that is machine code in the real image. */
export function missing(programs: readonly string[], reason: string, instead: string): MissingProgram[] {
  return programs.map((program) => ({ program, reason, instead }));
}

export const machineCode = (what: string): string =>
  `${what} is a program for a Linux machine; this page runs WebAssembly programs only, and has no port of it yet.`;
