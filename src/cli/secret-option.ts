/** `--secret id=…,src=FILE` or `env=NAME`: what RUN --mount=type=secret shows to a step. */
import { csvFields } from './csv-fields.ts';
import { UsageError } from './usage-error.ts';

export interface SecretOption {
  readonly id: string;
  readonly from:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'environment'; readonly name: string };
}

/** @throws {UsageError} with Docker's sentence. */
export function parseSecret(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): SecretOption {
  let id: string | undefined;
  let file: string | undefined;
  let variable: string | undefined;
  let type: string | undefined;
  for (const { key, value } of csvFields(text)) {
    if (value === undefined) throw new UsageError(`invalid field '${key}' must be a key=value pair`);
    if (key === 'id') id = value;
    else if (key === 'src' || key === 'source') file = value;
    else if (key === 'env') variable = value;
    else if (key === 'type' && (value === 'file' || value === 'env')) type = value;
    else if (key === 'type') throw new UsageError(`unsupported secret type "${value}"`);
    else
      throw new UsageError(
        `unexpected key '${key}' in '${key}=${value}'`,
        'Known are id, src, env and type.',
      );
  }
  if (type === 'env' && variable === undefined) {
    variable = file;
    file = undefined;
  }
  const name = id ?? (file === undefined ? variable : undefined) ?? file?.split('/').at(-1);
  if (name === undefined || name === '')
    throw new UsageError('secret id is required', 'Write --secret id=NAME,src=FILE.');
  if (variable !== undefined) return { id: name, from: { kind: 'environment', name: variable } };
  if (file !== undefined) return { id: name, from: { kind: 'file', path: file } };
  // With neither, Docker takes the variable of that name, else the file.
  return environment[name] === undefined
    ? { id: name, from: { kind: 'file', path: name } }
    : { id: name, from: { kind: 'environment', name } };
}
