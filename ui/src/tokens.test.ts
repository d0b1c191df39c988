import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/app.css', 'utf8');

/** The colours of one theme, by name. */
function theme(name: string): Record<string, string> {
  const block = css.slice(css.indexOf(`:root[data-theme='${name}'] {`));
  const rules = block.slice(0, block.indexOf('}'));
  return Object.fromEntries(
    [...rules.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, key, value]) => [key, value]),
  );
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const SURFACES = ['surface-0', 'surface-1', 'surface-2', 'surface-3'];
const PAIRS: [string, string[]][] = [
  ['text', [...SURFACES, 'stage', 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft']],
  ['text-muted', [...SURFACES, 'stage', 'accent-soft']],
  ['text-faint', [...SURFACES, 'accent-soft']],
  ['accent', ['surface-0', 'surface-1', 'surface-3', 'stage', 'accent-soft']],
  ['accent-text', ['accent', 'accent-hover']],
  ['bad-text', ['bad', 'bad-hover']],
  ['ok', ['surface-1', 'surface-3', 'ok-soft', 'accent-soft']],
  ['warn', ['surface-1', 'surface-3', 'warn-soft', 'accent-soft']],
  ['bad', ['surface-1', 'surface-3', 'bad-soft', 'accent-soft']],
];

describe.each(['light', 'dark'])('in the %s theme', (name) => {
  const colours = theme(name);
  const cases = PAIRS.flatMap(([front, backs]) => backs.map((back) => [front, back] as const));
  test.each(cases)('%s on %s can be read', (front, back) => {
    const ratio = contrast(colours[front] ?? '#000000', colours[back] ?? '#000000');
    expect(ratio).toBeGreaterThanOrEqual(4.5);
  });
});

test('whoever wants less motion has none', () => {
  const rules = css.slice(css.indexOf('@media (prefers-reduced-motion: reduce)'));
  for (const kind of ['animation', 'transition']) {
    expect(rules).toContain(`${kind}-duration: 0.01ms !important`);
  }
});
