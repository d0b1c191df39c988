// The machine-readable zone printed on the drawn specimens (ICAO 9303).

import type { Person } from './people';

const WEIGHTS = [7, 3, 1];

function digit(text: string): string {
  let sum = 0;
  for (const [index, letter] of [...text].entries()) {
    const value = letter === '<' ? 0 : parseInt(letter, 36);
    sum += value * (WEIGHTS[index % 3] ?? 0);
  }
  return String(sum % 10);
}

const day = (date: string) => date.slice(2).replaceAll('-', '');
const letters = (name: string) => name.toUpperCase().replaceAll(/[^A-Z]/g, '<');
const fill = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);
const names = (person: Person) => `${letters(person.surname)}<<${letters(person.givenName)}`;

export function td1(person: Person): string[] {
  const number = fill(person.documentNumber, 9);
  const first = fill(`C<ITA${number}${digit(number)}`, 30);
  const birth = day(person.birthDate);
  const expiry = day(person.expiryDate);
  const dates = `${birth}${digit(birth)}${person.sex}${expiry}${digit(expiry)}`;
  const composite = first.slice(5) + dates.slice(0, 7) + dates.slice(8) + '<'.repeat(11);
  return [first, `${dates}ITA${'<'.repeat(11)}${digit(composite)}`, fill(names(person), 30)];
}

export function td3(person: Person): string[] {
  const number = fill(person.documentNumber, 9);
  const birth = day(person.birthDate);
  const expiry = day(person.expiryDate);
  const optional = '<'.repeat(14);
  const composite = `${number}${digit(number)}${birth}${digit(birth)}${expiry}${digit(expiry)}${optional}0`;
  return [
    fill(`P<ITA${names(person)}`, 44),
    `${number}${digit(number)}ITA${birth}${digit(birth)}${person.sex}${expiry}${digit(expiry)}${optional}0${digit(composite)}`,
  ];
}
