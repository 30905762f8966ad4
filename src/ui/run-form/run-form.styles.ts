import { css } from 'lit';

export const runFormStyles = css`
  :host {
    display: block;
    font-size: 13px;
  }

  form {
    display: grid;
    gap: 10px;
  }

  h2 {
    font-size: 14px;
    font-weight: 650;
  }

  label.line,
  .line {
    display: grid;
    gap: 3px;
  }

  label.line > span {
    color: var(--ink-soft);
    font-size: 12.5px;
  }

  .field {
    font-family: var(--mono);
  }

  textarea.field {
    resize: vertical;
  }

  .help {
    color: var(--ink-soft);
    font-size: 12px;
    line-height: 1.45;
  }

  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 16px;
  }

  .checks label {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
  }

  details > div {
    display: grid;
    gap: 10px;
    padding-top: 10px;
  }

  summary {
    min-height: 28px;
    color: var(--ink-soft);
    cursor: pointer;
  }

  .home {
    padding: 8px 10px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--sunken);
    font: 12px/1.5 var(--mono);
    overflow-wrap: anywhere;
  }

  .refusal {
    padding: 10px 12px;
    border: 1px solid var(--failed);
    border-radius: var(--radius-small);
    background: var(--failed-wash);
    line-height: 1.5;
  }

  .refusal pre {
    margin-bottom: 6px;
    font: 12px/1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
