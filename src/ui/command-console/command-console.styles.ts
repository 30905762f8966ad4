import { css } from 'lit';

export const commandConsoleStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    background: var(--sunken);
    font-family: var(--mono);
    font-size: 12.5px;
    line-height: 1.5;
  }

  .log {
    flex: 1;
    min-height: 0;
    padding: 8px 16px;
    overflow: auto;
    overscroll-behavior: contain;
  }

  .log:focus-visible {
    outline-offset: -2px;
  }

  .row {
    min-height: 1.5em;
    white-space: pre;
    tab-size: 8;
  }

  .typed {
    margin-top: 6px;
    font-weight: 600;
  }

  .typed::before {
    color: var(--muted);
    content: '$ ';
    font-weight: 400;
  }

  .error {
    color: var(--failed);
  }

  .hint,
  .dropped {
    color: var(--ink-soft);
    font-family: var(--sans);
    white-space: pre-wrap;
  }

  form {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    padding: 0 16px;
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  .sign {
    color: var(--muted);
  }

  input {
    flex: 1;
    min-width: 0;
    min-height: 36px;
    padding: 0;
    border: 0;
    background: none;
    font-family: inherit;
    font-size: inherit;
  }

  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }

  input:focus {
    outline: none;
  }

  form:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }

  @container (max-width: 760px) {
    .log,
    form {
      padding-inline: 12px;
    }

    /* Smaller type makes a phone zoom in. */
    input {
      font-size: 16px;
    }
  }
`;
