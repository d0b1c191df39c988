// How well two colours can be told apart (WCAG 2.2, contrast ratio).

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** What a kiosk's text needs against its ground. */
export const READABLE = 7;
/** What a shape needs against its ground. */
export const VISIBLE = 3;

/** Reads `#rgb`, `#rrggbb`, the same without the sign, or `rgb(r, g, b)`. */
export function colourOf(text: string): Colour | null {
  const hex = /^#?(?:([0-9a-f]{6})|([0-9a-f]{3}))$/i.exec(text.trim());
  if (hex !== null) {
    const digits = hex[1] ?? [...(hex[2] ?? '')].map((digit) => digit + digit).join('');
    const part = (at: number) => parseInt(digits.slice(at, at + 2), 16);
    return [part(0), part(2), part(4)];
  }
  const rgb = /^rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)$/.exec(text.trim());
  if (rgb === null) return null;
  const [red = 0, green = 0, blue = 0] = rgb.slice(1).map(Number);
  return Math.max(red, green, blue) > 255 ? null : [red, green, blue];
}

export const hexOf = (colour: Colour): string =>
  `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** The contrast ratio, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `colour` with `share` of `other` in it, 0 to 1. */
export function mixed(colour: Colour, other: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2) => Math.round(colour[at] * (1 - share) + other[at] * share);
  return [part(0), part(1), part(2)];
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
