import { css } from 'lit';

export const storageAreaStyles = css`
  :host {
    --images: light-dark(#0a7f6f, #4cc2ad);
    --cache: light-dark(#2a5ca4, #86b3ee);
    --loose: light-dark(#8a5500, #e6b45c);
  }

  p + p,
  .row + p,
  p + .row {
    margin-top: 8px;
  }

  .total {
    font-size: 18px;
    font-variant-numeric: tabular-nums;
  }

  .meter {
    display: flex;
    height: 14px;
    margin: 10px 0 8px;
    overflow: hidden;
    border-radius: 7px;
    background: var(--line);
  }

  .meter span {
    background: var(--tone);
  }

  [data-part='images'] {
    --tone: var(--images);
  }
  [data-part='cache'] {
    --tone: var(--cache);
  }
  [data-part='unreferenced'] {
    --tone: var(--loose);
  }

  .legend {
    margin-bottom: 8px;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 10px 14px;
    margin-top: 12px;
  }

  .row label {
    display: grid;
    gap: 4px;
    font-weight: 600;
  }

  .row .field {
    width: auto;
    min-width: 0;
    max-width: 100%;
    font-weight: 400;
  }

  .command {
    font-family: var(--mono);
    font-size: 12.5px;
  }

  .failure {
    color: var(--failed);
  }

  ul.images li,
  .cache-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 104px 148px 52px;
    align-items: center;
    gap: 2px 12px;
    padding: 7px 0;
    border-bottom: 1px solid var(--line);
  }

  ul.images li:last-child {
    border-bottom: 0;
  }

  .name {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .name code,
  .step {
    font-family: var(--mono);
    font-size: 12.5px;
  }

  .step {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .facts {
    display: block;
    overflow: hidden;
    color: var(--ink-soft);
    font-size: 12px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .cache-row > :last-child,
  ul.images li > :last-child {
    justify-self: end;
  }

  .number {
    font-variant-numeric: tabular-nums;
    text-align: right;
  }

  .number .facts {
    text-align: right;
  }

  .list {
    max-height: 420px;
    margin-top: 10px;
    overflow: auto;
    border-top: 1px solid var(--line);
  }

  .space {
    position: relative;
  }

  .cache-row {
    position: absolute;
    inset-inline: 0;
    height: 52px;
    padding: 0 8px 0 2px;
  }

  .offline li {
    padding: 5px 0;
  }

  @container (max-width: 760px) {
    ul.images li,
    .cache-row {
      grid-template-columns: minmax(0, 1fr) auto 52px;
    }

    .when {
      display: none;
    }
  }
`;
