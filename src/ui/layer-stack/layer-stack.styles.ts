import { css, unsafeCSS } from 'lit';
import { graphMetrics } from '../model/graph-metrics.ts';

export const layerStackStyles = css`
  :host {
    display: block;
    padding-top: 10px;
  }

  .head {
    display: flex;
    align-items: center;
    gap: 10px;
    height: 24px;
    padding-bottom: 6px;
    overflow: hidden;
    color: var(--ink-soft);
    font-size: 11.5px;
    white-space: nowrap;
  }

  .title {
    flex: 1;
    color: var(--ink);
    font-size: 12.5px;
    font-weight: 650;
  }

  .who::before {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-right: 4px;
    border-radius: 2px;
    background: var(--tone);
    content: '';
  }

  li {
    height: ${unsafeCSS(graphMetrics.stackRowHeight)}px;
    padding-bottom: 2px;
  }

  button {
    position: relative;
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    height: 22px;
    padding: 0 8px 0 10px;
    overflow: hidden;
    border: 1px solid var(--line);
    border-left: 4px solid var(--tone);
    border-radius: 4px;
    background: var(--surface);
    color: var(--ink);
    font-size: 11.5px;
    text-align: left;
    cursor: pointer;
  }

  button.waiting {
    border-style: dashed;
    border-left-style: solid;
    background: transparent;
    color: var(--ink-soft);
  }

  button:hover,
  button[data-pointed] {
    border-color: var(--tone);
    box-shadow: 0 0 0 1px var(--tone);
  }

  button[aria-pressed='true'] {
    border-color: var(--accent);
    border-left-color: var(--tone);
    box-shadow: 0 0 0 1px var(--accent);
  }

  .bar {
    position: absolute;
    inset: 0 auto 0 0;
    background: color-mix(in oklab, var(--tone), transparent 72%);
    transition: inline-size 0.25s ease-out;
  }

  .text {
    position: relative;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-family: var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .count,
  .size {
    position: relative;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .size {
    color: var(--ink);
  }

  .scale {
    position: relative;
    height: 16px;
    margin: 0 1px 0 4px;
    border-top: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 10.5px;
    overflow: hidden;
  }

  .scale span {
    position: absolute;
    top: 3px;
    padding-left: 3px;
    border-left: 1px solid var(--line-strong);
    line-height: 1.1;
    white-space: nowrap;
  }
`;
