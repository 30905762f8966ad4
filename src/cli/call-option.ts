/** `--call` and `--check`: what to do with the Dockerfile, in buildx's words (`check,format=json`). */
import { csvFields } from './csv-fields.ts';
import { UsageError } from './usage-error.ts';

export interface CallOption {
  readonly method: 'build' | 'check' | 'outline' | 'targets';
  readonly format: 'text' | 'json';
  /** Warnings leave the exit code 0. */
  readonly ignoreStatus: boolean;
}

const building: CallOption = { method: 'build', format: 'text', ignoreStatus: false };

/** `lint` is the name that `check` had first. */
const methods: Readonly<Record<string, CallOption['method']>> = {
  '': 'build',
  build: 'build',
  check: 'check',
  lint: 'check',
  outline: 'outline',
  targets: 'targets',
};

/**
 * `check` is the short form, which counts where `call` is not given.
 * @throws {UsageError} with Docker's sentence.
 */
export function parseCall(call: string | undefined, check: boolean): CallOption {
  let found = check && call === undefined ? { ...building, method: 'check' as const } : building;
  let isNamed = false;
  for (const { key, value } of csvFields(call ?? '')) {
    if (value === undefined) {
      if (isNamed) throw new UsageError(`invalid print value: ${call}`, 'One method is called at a time.');
      isNamed = true;
      found = call === undefined ? found : { ...found, method: methodOf(key) };
    } else if (key === 'format') {
      found = { ...found, format: value === 'json' ? 'json' : 'text' };
    } else if (key === 'ignorestatus') {
      found = { ...found, ignoreStatus: statusOf(value) };
    } else {
      throw new UsageError(`invalid print field: ${key}=${value}`, 'The fields are format and ignorestatus.');
    }
  }
  return found;
}

function methodOf(name: string): CallOption['method'] {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) return method;
  throw new UsageError(
    `unsupported request frontend.${name}: unsupported request frontend.${name}`,
    'What can be called is build, check, outline and targets.',
  );
}

function statusOf(value: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw new UsageError(
    `invalid ignorestatus print value: ${value}: strconv.ParseBool: parsing "${value}": invalid syntax`,
  );
}
