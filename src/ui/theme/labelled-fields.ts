/** Looks of fields with their name above and a sentence of help below, which can say what is wrong. */
import { css } from 'lit';

export const labelledFields = css`
  label,
  .label {
    display: block;
    margin-bottom: 4px;
    font-weight: 600;
  }

  .help {
    margin-top: 4px;
    color: var(--ink-soft);
    font-size: 12px;
    line-height: 1.4;
  }

  .bad {
    color: var(--failed);
  }
`;
