/**
 * Design tokens: the page's colours, spaces and type as custom properties, set once on `<dry-dock>` and inherited
 * by every element in it. `light-dark()` follows `color-scheme`, so a theme is one property.
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    color-scheme: light dark;

    --bg: light-dark(#f2f5f6, #0a131a);
    --surface: light-dark(#ffffff, #101c25);
    --sunken: light-dark(#f6f8f9, #0d1820);
    --raised: light-dark(#ffffff, #16242f);
    --hover: light-dark(#eaf1f3, #1a2a36);
    --line: light-dark(#dae3e7, #21313d);
    --line-strong: light-dark(#7f929d, #5d7482);
    --ink: light-dark(#12262f, #dfe8ed);
    --ink-soft: light-dark(#4b606b, #9fb2bd);

    --accent: var(--drydock-accent, light-dark(#0a6374, #5fc0cf));
    --on-accent: var(--drydock-on-accent, light-dark(#ffffff, #06222a));
    --accent-wash: light-dark(#e2f0f2, #12313a);

    --done: light-dark(#1b7045, #63c391);
    --cached: light-dark(#2a5ca4, #86b3ee);
    --running: light-dark(#8a5500, #e6b45c);
    --failed: light-dark(#b3261e, #ff8f85);
    --muted: light-dark(#5a6d78, #8da1ad);
    --failed-wash: light-dark(#fdf0ee, #2b1a1c);
    --running-wash: light-dark(#fff7e6, #2a2316);

    --sans: var(--drydock-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    --mono: var(
      --drydock-mono-font,
      ui-monospace,
      'SF Mono',
      'Cascadia Code',
      Menlo,
      Consolas,
      'DejaVu Sans Mono',
      'Liberation Mono',
      monospace
    );
    --radius: 8px;
    --radius-small: 5px;
    --shadow: light-dark(0 6px 24px #0f27331f, 0 6px 24px #00000080);
  }

  /* Lines and soft text as strong as the text itself; colours that keep 7:1 on their ground. */
  :host([contrast]) {
    --bg: light-dark(#ffffff, #000000);
    --surface: light-dark(#ffffff, #000000);
    --sunken: light-dark(#ffffff, #000000);
    --raised: light-dark(#ffffff, #000000);
    --hover: light-dark(#e4e4e4, #2b2b2b);
    --line: light-dark(#000000, #ffffff);
    --line-strong: light-dark(#000000, #ffffff);
    --ink: light-dark(#000000, #ffffff);
    --ink-soft: light-dark(#1c1c1c, #ececec);

    --accent: light-dark(#00374a, #8fe6ff);
    --on-accent: light-dark(#ffffff, #000000);
    --accent-wash: light-dark(#d5eef5, #00313f);

    --done: light-dark(#00461f, #7dffb0);
    --cached: light-dark(#002a7a, #a9ccff);
    --running: light-dark(#553300, #ffd27a);
    --failed: light-dark(#8a0000, #ffb3ab);
    --muted: light-dark(#2b2b2b, #dcdcdc);
    --failed-wash: light-dark(#ffe9e7, #330a08);
    --running-wash: light-dark(#fff3d6, #2e2200);
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
