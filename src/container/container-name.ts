/** Names and ids of containers. Docker makes up a name of an adjective and a scientist when nobody gives one. */
import { refused } from './refusal.ts';

const adjectives = (
  'admiring amazing bold brave busy charming clever cool dazzling eager ecstatic elegant eloquent epic festive focused ' +
  'friendly gallant gifted gracious happy hopeful inspiring jolly keen kind laughing lucid magical modest musing ' +
  'nifty nostalgic optimistic peaceful pensive practical quirky relaxed romantic serene sharp silly sleepy stoic ' +
  'sweet tender thirsty trusting upbeat vibrant vigilant vigorous wizardly wonderful zealous zen'
).split(' ');

const scientists = (
  'agnesi archimedes ardinghelli babbage bassi bell bohr booth cartwright cerf clarke colden cori curie darwin ' +
  'dijkstra einstein elion engelbart euclid euler faraday fermat fermi feynman franklin galileo gauss goldberg ' +
  'goodall hamilton hawking heisenberg hodgkin hopper hypatia jepsen johnson kepler kilby knuth lamport lovelace ' +
  'mccarthy meitner mendel mirzakhani newton nobel noether pasteur payne perlman pike poincare ramanujan ritchie ' +
  'sammet shannon sinoussi stonebraker swartz tesla thompson torvalds turing wing wozniak yalow'
).split(' ');

/** 64 hexadecimal digits. */
export function newContainerId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** As `docker ps` shows an id. */
export const shortId = (id: string): string => id.slice(0, 12);

/** A name that nobody has. */
export function newContainerName(isTaken: (name: string) => boolean): string {
  for (;;) {
    const [first = 0, second = 0] = crypto.getRandomValues(new Uint32Array(2));
    const name = `${adjectives[first % adjectives.length]}_${scientists[second % scientists.length]}`;
    if (!isTaken(name)) return name;
  }
}

/** @throws {ContainerRefusal} when no container may be called so. */
export function checkContainerName(name: string): void {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return;
  throw refused(`Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
}
