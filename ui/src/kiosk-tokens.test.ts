import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { colourOf, contrast } from './lib/kiosk/colour';
import { kioskTokens } from './test/tokens';

const GROUNDS = ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'accent-soft'];
const TEXTS: [string, string[]][] = [
  ['text', [...GROUNDS, 'ok-soft', 'warn-soft', 'bad-soft']],
  ['text-muted', GROUNDS],
  ['accent-text', ['accent', 'accent-hover']],
  ['ok', ['surface-0', 'surface-1', 'ok-soft']],
  ['warn', ['surface-0', 'surface-1', 'warn-soft']],
  ['bad', ['surface-0', 'surface-1', 'bad-soft']],
  // A tick in a filled circle.
  ['surface-1', ['ok']],
];
const SHAPES: [string, string[]][] = [
  ['accent', ['surface-0', 'surface-1']],
  ['line-strong', ['surface-0', 'surface-1']],
  ['focus', ['surface-0', 'surface-1', 'surface-2']],
  ['ok-line', ['surface-0', 'surface-1']],
];

const pairs = (table: [string, string[]][]) =>
  table.flatMap(([front, backs]) => backs.map((back) => [front, back] as const));

describe.each(['light', 'dark', 'contrast'])('in the kiosk’s %s look', (look) => {
  const tokens = kioskTokens(look);
  const ratio = (front: string, back: string) =>
    contrast(colourOf(tokens[front] ?? '') ?? [0, 0, 0], colourOf(tokens[back] ?? '') ?? [0, 0, 0]);

  test.each(pairs(TEXTS))('%s on %s can be read by everybody', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(7);
  });

  test.each(pairs(SHAPES))('%s on %s can be made out', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(3);
  });
});

test('the kiosk’s looks name the same colours', () => {
  const names = (look: string) => Object.keys(kioskTokens(look)).toSorted();
  expect(names('dark')).toEqual(names('light'));
  expect(names('contrast')).toEqual(names('light'));
});

test('no text of the kiosk is smaller than 20, no size is outside of the four', () => {
  const files = readdirSync('src/lib/kiosk', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.svelte'))
    .map((name) => readFileSync(`src/lib/kiosk/${name}`, 'utf8'));
  for (const text of files)
    for (const [, size = ''] of text.matchAll(/font-size: ([^;]+);/g))
      expect(size).toMatch(/var\(--t(20|28|40|56)\)/);
});

test('the desk does not see the kiosk’s tokens', () => {
  const css = readFileSync('src/kiosk.css', 'utf8')
    .replaceAll(/\/\*[^]*?\*\//g, '')
    // For which screens, over as many lines as it takes.
    .replaceAll(/@media[^{]*\{/g, '@media {');
  const selectors = [...css.matchAll(/^\s*([^{}@\s][^{}]*)\{/gm)].map(([, name = '']) =>
    name.trim(),
  );
  expect(selectors.length).toBeGreaterThan(5);
  for (const selector of selectors) expect(selector).toContain("[data-window='kiosk']");
});
