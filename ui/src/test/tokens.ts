// The colours that a stylesheet gives to the names of one theme.

import { readFileSync } from 'node:fs';

export type Tokens = Record<string, string>;

/** The colours in the block of `css` that begins with `selector`. */
export function tokensIn(css: string, selector: string): Tokens {
  const block = css.slice(css.indexOf(`${selector} {`));
  const rules = block.slice(0, block.indexOf('}'));
  return Object.fromEntries(
    [...rules.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  );
}

export const kioskTokens = (look: string): Tokens =>
  tokensIn(
    readFileSync('src/kiosk.css', 'utf8'),
    `:root[data-window='kiosk'][data-theme='${look}']`,
  );
