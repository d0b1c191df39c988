import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import { particulars } from '../../test/particulars';
import en from './en.json';
import it from './it.json';

const SOURCE = resolve('src');

function files(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

describe('the message files', () => {
  test('have the same keys in both languages', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(it).toSorted());
  });

  test('ask for the same particulars in both languages', () => {
    for (const key of Object.keys(it) as (keyof typeof it)[]) {
      expect(particulars(en[key]), key).toEqual(particulars(it[key]));
    }
  });

  test('never use the word invalid, nor the typewriter apostrophe', () => {
    for (const [key, text] of [...Object.entries(it), ...Object.entries(en)]) {
      expect(text, key).not.toMatch(/\binvalid|non valid|'/i);
    }
  });
});

describe('the components', () => {
  test.each(files(SOURCE, '.svelte'))('have no words of their own: %s', (path) => {
    const literal: string[] = [];
    walk(parse(readFileSync(path, 'utf8'), { modern: true }).fragment, literal);
    expect(literal).toEqual([]);
  });
});

/** Attributes that a person reads or hears. */
const SPOKEN = new Set([
  'title',
  'alt',
  'placeholder',
  'aria-label',
  'label',
  'text',
  'aria-valuetext',
]);
/** Signs and units that are the same in every language. */
const SAME_EVERYWHERE = /^(SHA-256|PDF)$/;

function walk(node: unknown, literal: string[]): void {
  if (Array.isArray(node)) return node.forEach((child) => walk(child, literal));
  if (typeof node !== 'object' || node === null) return;
  const { type } = node as { type?: string };
  if (type === 'StyleDirective') return;
  if (type === 'Text') note((node as { data: string }).data, literal);
  if (type === 'Attribute') {
    const { name, value } = node as { name: string; value: unknown };
    if (SPOKEN.has(name) && Array.isArray(value)) walk(value, literal);
    return;
  }
  for (const [key, child] of Object.entries(node)) {
    if (key !== 'expression' && key !== 'metadata') walk(child, literal);
  }
}

function note(text: string, literal: string[]): void {
  const found = text.match(/\p{L}[\p{L}\d-]+/gu) ?? [];
  literal.push(...found.filter((word) => !SAME_EVERYWHERE.test(word)));
}
