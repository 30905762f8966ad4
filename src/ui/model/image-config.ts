/**
 * The parts of an OCI image config that people ask about, read from its JSON without trusting it: what has
 * another shape than the specification says is left out. (OCI image spec, config.md.)
 */

export interface ConfigField {
  /** Key in the config: `Entrypoint`. */
  readonly key: string;
  /** One line each. */
  readonly values: readonly string[];
}

export interface ReadConfig {
  /** `linux/amd64`; empty when the config doesn't say. */
  readonly platform: string;
  readonly fields: readonly ConfigField[];
  /** The whole config, indented. */
  readonly pretty: string;
}

const keys = [
  'Entrypoint',
  'Cmd',
  'WorkingDir',
  'User',
  'Env',
  'ExposedPorts',
  'Volumes',
  'Labels',
  'StopSignal',
  'Shell',
  'Healthcheck',
  'OnBuild',
] as const;

export function readImageConfig(json: string): ReadConfig {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return { platform: '', fields: [], pretty: json };
  }
  const config = isRecord(parsed) ? parsed : {};
  const inner = isRecord(config.config) ? config.config : {};
  const fields = keys.flatMap((key) => {
    const values = fieldValues(key, inner[key]);
    return values.length === 0 ? [] : [{ key, values }];
  });
  const platform = [config.os, config.architecture, config.variant].filter(
    (part) => typeof part === 'string',
  );
  return { platform: platform.join('/'), fields, pretty: JSON.stringify(parsed, null, 2) };
}

function fieldValues(key: (typeof keys)[number], value: unknown): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    // Argument lists stay one line in exec form, so that spaces in an argument can be told from separators.
    return key === 'Env' || key === 'OnBuild'
      ? value.map(String)
      : [`[${value.map((part) => JSON.stringify(part)).join(', ')}]`];
  }
  if (isRecord(value)) {
    if (key === 'ExposedPorts' || key === 'Volumes') return Object.keys(value);
    if (key === 'Labels') return Object.entries(value).map(([name, text]) => `${name}=${String(text)}`);
    return [JSON.stringify(value)];
  }
  return [String(value)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
