import { describe, expect, it } from 'vitest';
import { complete } from '../../src/commands/completion.ts';

const sources = {
  images: ['hello:latest', 'hello:2', 'my app'],
  stages: ['builder', 'tests'],
  files: ['Dockerfile', 'src/main.sh'],
  buildArgs: ['VERSION'],
};

describe('Tab', () => {
  it.each([
    ['d', 'docker '],
    ['docker bui', 'docker build'],
    ['docker his', 'docker history '],
    ['docker image ins', 'docker image inspect '],
    ['docker build --no', 'docker build --no-cache '],
    ['docker build --target b', 'docker build --target builder '],
    ['docker build --build-arg V', 'docker build --build-arg VERSION='],
    ['docker build -f s', 'docker build -f src/main.sh '],
    ['docker history h', 'docker history hello:'],
    ['docker build ', 'docker build . '],
  ])('makes %j to %j', (line, completed) => {
    expect(complete(line, sources)?.line).toBe(completed);
  });

  it('names what a word may become when that is more than one thing', () => {
    expect(complete('docker rmi hello:', sources)?.candidates).toEqual(['hello:2', 'hello:latest']);
    expect(complete('docker buil', sources)?.candidates).toEqual(['build', 'builder', 'buildx']);
  });

  it('leaves the key alone where there is nothing to complete', () => {
    for (const line of ['ls ', 'docker nosuch ', 'docker history nosuch', 'docker system df x']) {
      expect(complete(line, sources)).toBeUndefined();
    }
  });
});
