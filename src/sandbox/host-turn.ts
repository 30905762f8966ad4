/** Lets the host's event loop have a turn: messages, aborts, other runs. */

/**
 * Resolves after the events that are waiting now. A message, not a timer: browsers delay nested timers by 4 ms.
 */
export function hostTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

const nothing = (): void => {};

/** Resolves when the time has passed or the alarm is rung. Milliseconds; `Infinity`: only the alarm. */
export function sleep(milliseconds: number, alarm: { ring: () => void }): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      clearTimeout(timer);
      alarm.ring = nothing;
      resolve();
    };
    if (Number.isFinite(milliseconds)) timer = setTimeout(wake, Math.min(milliseconds, 2 ** 31 - 1));
    alarm.ring = wake;
  });
}
