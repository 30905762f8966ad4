/** Calls that another object answers, as soon as it is there. */

type Answering<Name extends string> = {
  readonly [Each in Name]: (...args: never[]) => Promise<unknown>;
};

/** `open` is asked at each call, and its failure is the call's. */
export function answeredBy<Target extends Answering<Name>, Name extends string>(
  open: () => Promise<Target>,
  names: readonly Name[],
): Pick<Target, Name> {
  const calls = names.map((name) => [
    name,
    async (...args: never[]) => {
      const target = await open();
      return target[name](...args);
    },
  ]);
  // Each has the arguments and the answer of the target's method of that name.
  return Object.fromEntries(calls) as Pick<Target, Name>;
}
