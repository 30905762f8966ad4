/** The examples a visitor can choose from; the first one is what a first visit shows. */
import { cacheOrder } from './cache-order.ts';
import type { Example } from './example.ts';
import { failing } from './failing.ts';
import { heredoc } from './heredoc.ts';
import { nodeApp } from './node-app.ts';
import { twoStages } from './two-stages.ts';

export const examples: readonly [Example, ...Example[]] = [twoStages, cacheOrder, heredoc, failing, nodeApp];
