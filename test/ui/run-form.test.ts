import { describe, expect, it } from 'vitest';
import { emptyRunForm, runLine, runOptions } from '../../src/ui/model/run-form.ts';

const full = {
  image: ' alpine ',
  command: `sh -c 'echo "$0" a b'`,
  replacesEntrypoint: true,
  entrypoint: '',
  env: 'A=1\n\n B=two words ',
  volumes: './src:/mnt:ro\n.:/all',
  workdir: '/tmp',
  user: '1000:50',
  name: 'box',
  terminal: true,
  remove: true,
};

describe('the form of a container', () => {
  it('is the options of docker run', () => {
    expect(runOptions(emptyRunForm)).toEqual({
      command: [],
      env: [],
      volumes: [],
      tty: true,
      interactive: true,
      remove: false,
    });
    expect(runOptions(full)).toEqual({
      command: ['sh', '-c', 'echo "$0" a b'],
      entrypoint: '',
      env: ['A=1', 'B=two words'],
      volumes: [
        { source: './src', target: '/mnt', readOnly: true },
        { source: '.', target: '/all', readOnly: false },
      ],
      workdir: '/tmp',
      user: '1000:50',
      name: 'box',
      tty: true,
      interactive: true,
      remove: true,
    });
  });

  it('is a line that does the same at home', () => {
    expect(runLine(emptyRunForm, 'app')).toBe('docker run -it app');
    expect(runLine(full, 'app')).toBe(
      `docker run -it --rm --name box --entrypoint '' -e A=1 -e 'B=two words' -v ./src:/mnt:ro -v .:/all -w /tmp -u 1000:50 alpine sh -c 'echo "$0" a b'`,
    );
  });

  it('refuses what is no mount and no command', () => {
    expect(() => runOptions({ ...emptyRunForm, volumes: '/only' })).toThrow('/only');
    expect(() => runOptions({ ...emptyRunForm, volumes: 'a:/b:rx' })).toThrow('a:/b:rx');
    expect(() => runOptions({ ...emptyRunForm, command: 'echo "open' })).toThrow('not closed');
  });
});
