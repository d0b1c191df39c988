import { describe, expect, test } from 'vitest';
import { kioskTokens } from '../../test/tokens';
import type { KioskTheme } from '$lib/ipc/bindings';
import { colourOf, contrast } from './colour';
import { legible } from './theme';

const none: KioskTheme = {
  title: null,
  logoUrl: null,
  faviconUrl: null,
  primary: null,
  background: null,
  footer: null,
};

function applied(change: Partial<KioskTheme>, look = 'light') {
  const tokens = kioskTokens(look);
  return legible({ ...none, ...change }, (name) => tokens[name.slice(2)] ?? '');
}

describe('a request’s look', () => {
  test('is applied where everybody can read it', () => {
    expect(applied({ primary: '#0b4f3f', background: '#f1f6f3' })).toMatchObject({
      '--accent': '#0b4f3f',
      '--accent-text': '#ffffff',
      '--surface-0': '#f1f6f3',
    });
  });

  test.each([
    ['a yellow that no letter stands on and no eye finds', '#f2c14e'],
    ['a blue between black and white letters', '#3d7bd9'],
    ['no colour at all', 'var(--x)'],
    ['a part too large', 'rgb(300, 0, 0)'],
  ])('keeps the kiosk’s own action for %s', (_name, primary) => {
    expect(applied({ primary })).toEqual({});
  });

  test.each([
    ['grey', '#8d99a6'],
    ['black', '#000000'],
  ])('keeps the kiosk’s own ground for %s under dark letters', (_name, background) => {
    expect(applied({ background })).toEqual({});
  });

  test('keeps the dark kiosk dark', () => {
    expect(applied({ primary: '#0b4f3f', background: '#f1f6f3' }, 'dark')).toEqual({});
  });

  test('puts dark letters on a bright action in the dark kiosk', () => {
    expect(applied({ primary: '#ffd54a' }, 'dark')).toMatchObject({
      '--accent': '#ffd54a',
      '--accent-text': '#000000',
    });
  });

  test('never leaves an action that cannot be read, whatever the colour', () => {
    for (let red = 0; red < 256; red += 51)
      for (let green = 0; green < 256; green += 51)
        for (let blue = 0; blue < 256; blue += 51)
          for (const look of ['light', 'dark']) {
            const primary = `rgb(${red}, ${green}, ${blue})`;
            const result = applied({ primary, background: primary }, look);
            const tokens = { ...kioskTokens(look), ...stripped(result) };
            for (const [front, back, least] of [
              ['accent-text', 'accent', 7],
              ['accent-text', 'accent-hover', 7],
              ['text', 'accent-soft', 7],
              ['text-muted', 'surface-0', 7],
              ['accent', 'surface-0', 3],
            ] as const) {
              const ratio = contrast(
                colourOf(tokens[front] ?? '') ?? [0, 0, 0],
                colourOf(tokens[back] ?? '') ?? [0, 0, 0],
              );
              expect(ratio, `${front} on ${back} for ${primary}, ${look}`).toBeGreaterThanOrEqual(
                least,
              );
            }
          }
  });
});

const stripped = (properties: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name.slice(2), value]));

test.each([
  ['#0b4f3f', [11, 79, 63]],
  ['0B4F3F', [11, 79, 63]],
  ['#fff', [255, 255, 255]],
  ['rgb(1, 2, 3)', [1, 2, 3]],
  ['teal', null],
])('%s is read as %o', (text, colour) => expect(colourOf(text)).toEqual(colour));
