/** Colours of layers by who made them: `--base`, `--dependencies`, `--code`. */
import { css } from 'lit';

export const makerColours = css`
  :host {
    --base: light-dark(#6f7f89, #8da1ad);
    --dependencies: light-dark(#7a4fa3, #b693dd);
    --code: light-dark(#0a7f6f, #4cc2ad);
  }

  [data-maker='base'] {
    --tone: var(--base);
  }
  [data-maker='dependencies'] {
    --tone: var(--dependencies);
  }
  [data-maker='code'] {
    --tone: var(--code);
  }
`;
