import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSecret } from '../../src/cli/secret-option.ts';
import { readSecrets } from '../../src/cli/secrets.ts';
import { temporaryFolder } from './temporary-folder.ts';

const read = (environment: Record<string, string>, ...options: string[]) =>
  readSecrets(
    options.map((text) => parseSecret(text, environment)),
    environment,
  );

describe('a secret', () => {
  it('comes from a file, from a variable, or from the variable of its name', async () => {
    const folder = temporaryFolder({ key: 'from a file' });
    const secrets = await read(
      { TOKEN: 'from a variable' },
      `id=a,src=${folder}/key`,
      'id=b,env=TOKEN',
      'id=TOKEN',
    );
    const texts = [...secrets].map(([id, bytes]) => `${id}: ${new TextDecoder().decode(bytes)}`);
    expect(texts).toEqual(['a: from a file', 'b: from a variable', 'TOKEN: from a variable']);
  });

  it('that is not there or too large is refused', async () => {
    const folder = temporaryFolder({ large: new Uint8Array(600 * 1024) });
    await expect(read({}, `id=a,src=${join(folder, 'none')}`)).rejects.toThrow('no such file or directory');
    await expect(read({}, `id=a,src=${join(folder, 'large')}`)).rejects.toThrow('invalid secret');
  });
});
