import { css } from 'lit';

export const imageDocumentStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    font-size: 13px;
    container-type: inline-size;
  }

  .head {
    padding: 10px 16px;
    border-bottom: 1px solid var(--line);
    color: var(--ink-soft);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 8px;
    margin-top: 8px;
  }

  .modes {
    display: flex;
    gap: 4px;
  }

  .modes [aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-wash);
  }

  .readable {
    flex: 1;
    min-height: 0;
    padding: 4px 16px 20px;
    overflow: auto;
  }

  dl {
    display: grid;
    grid-template-columns: minmax(84px, max-content) minmax(0, 1fr);
    column-gap: 16px;
  }

  dt {
    max-width: 220px;
    padding: 8px 0;
    border-top: 1px solid var(--line);
    font: 600 12.5px/1.5 var(--mono);
    overflow-wrap: anywhere;
  }

  dd {
    padding: 8px 0;
    border-top: 1px solid var(--line);
  }

  dl > :is(dt, dd):is(:first-child, :nth-child(2)) {
    border-top: 0;
  }

  dd > dl {
    margin-top: 4px;
    padding-left: 12px;
    border-left: 2px solid var(--line);
  }

  .what {
    color: var(--ink-soft);
    font-size: 12.5px;
    text-wrap: pretty;
  }

  .value {
    font: 12.5px/1.5 var(--mono);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  dry-virtual-lines {
    flex: 1;
    min-height: 160px;
    background: var(--sunken);
  }

  .said {
    min-height: 46px;
    padding: 8px 16px;
    border-top: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 12.5px;
  }

  .said .mono {
    color: var(--ink);
    font-weight: 600;
  }

  @container (max-width: 480px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }

    dt {
      padding-bottom: 0;
    }

    dd {
      padding-top: 0;
      border-top: 0;
    }
  }
`;
