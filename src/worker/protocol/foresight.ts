/** What would be: the next build, another order of the Dockerfile's lines; and the texts that were, for comparison. */
import type { Forecast } from '../../build/forecast.ts';
import type { OrderAdvice } from '../../build/order-advice.ts';
import type { BuildRequest } from './build.ts';

export type { Forecast } from '../../build/forecast.ts';
export type { OrderAdvice } from '../../build/order-advice.ts';

export interface ForesightCalls {
  /** What the next build would do; undefined for a project that can't be planned. Asks no network, runs nothing. */
  forecast(request: BuildRequest): Promise<Forecast | undefined>;
  /** What another order of steps would save, for a project that was just built; the best first. */
  adviseOnOrder(request: BuildRequest): Promise<readonly OrderAdvice[]>;
  /** A file as an earlier build read it, by the digest of its content; undefined when it isn't kept, or is no text. */
  earlierText(digest: string): Promise<string | undefined>;
}
