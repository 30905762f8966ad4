/** Reads the values of `--secret`: from files and the environment, when the build begins. */
import { readFile } from 'node:fs/promises';
import { absent } from './blob-folder.ts';
import type { SecretOption } from './secret-option.ts';
import { UsageError } from './usage-error.ts';

/** What BuildKit sends at most, bytes (`session/secrets.MaxSecretSize`). */
const largest = 500 * 1024;

/** @throws {UsageError} for one that isn't there or is too large. */
export async function readSecrets(
  options: readonly SecretOption[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const secrets = new Map<string, Uint8Array>();
  for (const { id, from } of options) {
    if (from.kind === 'environment') {
      secrets.set(id, new TextEncoder().encode(environment[from.name] ?? ''));
      continue;
    }
    const bytes = await readFile(from.path).catch(absent);
    if (bytes === undefined) {
      throw new UsageError(
        `failed to stat ${from.path}: stat ${from.path}: no such file or directory`,
        `The secret ${id} is read from there. Say where it is: --secret id=${id},src=FILE.`,
      );
    }
    if (bytes.length > largest) {
      throw new UsageError(
        `invalid secret ${from.path}: the file is ${bytes.length} bytes`,
        `A secret has at most ${largest} bytes: take a folder by --build-context for more.`,
      );
    }
    secrets.set(id, bytes);
  }
  return secrets;
}
