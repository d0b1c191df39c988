// Draws the evidence of the scripted back end: portraits and specimen cards.

import { td1, td3 } from './mrz';
import type { Person } from './people';

const SKIN = ['#e8b998', '#d9a07a', '#f0c8a8', '#c98d66', '#a9714d', '#f3d0b5'];
const HAIR = ['#2a1d16', '#4a3020', '#7a5632', '#1c1a1c', '#8d8a86', '#5c2f1c'];
const CLOTH = ['#2f4a6b', '#5b3a4a', '#36544a', '#4a4a52', '#7b4a34', '#2d3e50'];

const pick = (list: string[], look: number) => list[look % list.length] ?? '#888888';

/** A head and shoulders in a box of 300 x 400. */
function bust(look: number, sex: 'F' | 'M'): string {
  const skin = pick(SKIN, look * 5 + 1);
  const hair = pick(HAIR, look * 7 + 2);
  const cloth = pick(CLOTH, look);
  const face = 66 + (look % 4) * 3;
  const long = sex === 'F';
  const behind = long
    ? `<path d="M72 190c-8-96 38-142 78-142s88 44 78 142c-4 48 8 88 14 108H58c8-26 18-62 14-108z" fill="${hair}"/>`
    : '';
  const fringe = long
    ? `M${150 - face} 178c-4-70 30-112 70-112 44 0 76 40 64 112-10-34-30-52-60-58-24 20-52 28-74 58z`
    : `M${147 - face} 186c-10-82 26-128 82-128 56 0 94 44 ${face > 70 ? 84 : 78} 128-4-28-12-42-26-56-34 14-86 10-110-10-16 14-24 34-46 66z`;
  const beard =
    !long && look % 3 === 0
      ? `<path d="M${150 - face + 6} 210c4 60 30 88 ${face - 6} 88s${face - 10}-28 ${face - 6}-88c-10 30-24 40-${face - 8} 38s-${face - 14}-8-${face - 6}-38z" fill="${hair}" opacity=".72"/>`
      : '';
  return `
    ${behind}
    <path d="M20 400c4-66 54-92 96-100h68c42 8 92 34 96 100z" fill="${cloth}"/>
    <path d="M116 300c8 26 60 26 68 0l-6-52h-56z" fill="${skin}"/>
    <path d="M118 268c14 20 48 22 64 2l-2-14h-60z" fill="#000" opacity=".14"/>
    <ellipse cx="150" cy="188" rx="${face}" ry="92" fill="${skin}"/>
    <ellipse cx="150" cy="188" rx="${face}" ry="92" fill="url(#shade)"/>
    ${beard}
    <path d="${fringe}" fill="${hair}"/>
    <g fill="#2b211c">
      <ellipse cx="124" cy="184" rx="7" ry="6"/><ellipse cx="176" cy="184" rx="7" ry="6"/>
    </g>
    <g fill="#fff" opacity=".85"><circle cx="126" cy="182" r="1.8"/><circle cx="178" cy="182" r="1.8"/></g>
    <g stroke="${hair}" stroke-width="5" stroke-linecap="round" fill="none">
      <path d="M110 168q13-8 27-2"/><path d="M163 166q14-6 27 2"/>
    </g>
    <path d="M149 190c-2 14-9 22-8 28 2 6 14 6 18 1" stroke="#000" stroke-opacity=".28" stroke-width="3" fill="none" stroke-linecap="round"/>
    <path d="M126 244q24 ${10 + (look % 3) * 3} 48 0q-24 6-48 0z" fill="#9b4a44"/>`;
}

const DEFS = `<defs>
  <radialGradient id="shade" cx=".38" cy=".34" r=".8">
    <stop offset="0" stop-color="#fff" stop-opacity=".22"/><stop offset=".6" stop-color="#000" stop-opacity="0"/>
    <stop offset="1" stop-color="#000" stop-opacity=".3"/>
  </radialGradient>
  <linearGradient id="card" x1="0" y1="0" x2="1" y2="1">
    <stop offset="0" stop-color="#dfeaf4"/><stop offset=".5" stop-color="#f3efe6"/><stop offset="1" stop-color="#d8e6e0"/>
  </linearGradient>
  <linearGradient id="wall" x1="0" y1="0" x2="1" y2="1">
    <stop offset="0" stop-color="#c9ced3"/><stop offset="1" stop-color="#8b939b"/>
  </linearGradient>
  <pattern id="guilloche" width="44" height="22" patternUnits="userSpaceOnUse">
    <path d="M0 11q11-14 22 0t22 0M0 11q11 14 22 0t22 0" fill="none" stroke="#7ea3b8" stroke-opacity=".28"/>
  </pattern>
</defs>`;

function svg(width: number, height: number, content: string): string {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${DEFS}${content}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(text)}`;
}

export function selfie(person: Person, look = person.look): string {
  return svg(
    900,
    1200,
    `<rect width="900" height="1200" fill="url(#wall)"/>
     <rect x="610" y="90" width="190" height="260" rx="6" fill="#fff" opacity=".3"/>
     <g transform="translate(-30 60) scale(3.05)">${bust(look, person.sex)}</g>`,
  );
}

/** The selfie with the document beside the face. */
export function selfieWithDocument(person: Person): string {
  return svg(
    1280,
    720,
    `<rect width="1280" height="720" fill="url(#wall)"/>
     <rect x="1010" y="60" width="170" height="230" rx="6" fill="#fff" opacity=".3"/>
     <g transform="translate(414 -86) scale(2.3)">${bust(person.look, person.sex)}</g>
     <g transform="translate(152 384) rotate(-4)">${smallCard(person)}</g>`,
  );
}

/** A camera's picture of a face. */
export function faceScene(person: Person): string {
  return svg(
    1280,
    720,
    `<rect width="1280" height="720" fill="url(#wall)"/>
     <rect x="1010" y="60" width="170" height="230" rx="6" fill="#fff" opacity=".3"/>
     <g transform="translate(275 -106) scale(2.43)">${bust(person.look, person.sex)}</g>`,
  );
}

/** A card as it lies before the camera, 856 x 540. */
export function cardScene(person: Person, side: 'front' | 'rear' | 'health'): string {
  const zone = td1(person)
    .map(
      (line, index) =>
        `<text x="40" y="${390 + index * 48}" font-family="monospace" font-size="33" textLength="776" fill="#20262c">${escape(line)}</text>`,
    )
    .join('');
  const faces = {
    front: smallCardContent(person),
    rear: `<g transform="translate(500 60)">${bars(person.taxCode)}</g>${lines([['CODICE FISCALE', person.taxCode]], 40, 90, 90)}${zone}`,
    health: `<rect width="856" height="120" rx="30" fill="#3b76a8"/><text x="40" y="80" font-size="34" font-weight="700" fill="#fff">TESSERA SANITARIA \u00b7 SPECIMEN</text>${lines(
      [
        ['CODICE FISCALE', person.taxCode],
        ['COGNOME', person.surname.toUpperCase()],
        ['NOME', person.givenName.toUpperCase()],
      ],
      40,
      190,
      104,
    )}`,
  };
  return svg(
    856,
    540,
    `<rect width="856" height="540" rx="30" fill="${side === 'health' ? '#cfe3f2' : 'url(#card)'}"/>
     <rect width="856" height="540" rx="30" fill="url(#guilloche)"/>
     <g font-family="Helvetica, Arial, sans-serif">${faces[side]}</g>`,
  );
}

function smallCardContent(person: Person): string {
  return `<text x="40" y="66" font-size="30" font-weight="700" fill="#24506e">CARTA DI IDENTIT\u00c0 \u00b7 SPECIMEN</text>
    <g transform="translate(40 110)"><rect width="240" height="320" fill="#e3e6e9"/><g transform="scale(.8)" style="filter:grayscale(.85)">${bust(person.look, person.sex)}</g></g>
    ${lines(
      [
        ['COGNOME / SURNAME', person.surname.toUpperCase()],
        ['NOME / NAME', person.givenName.toUpperCase()],
        ['NASCITA / BIRTH', shown(person.birthDate)],
        ['SCADENZA / EXPIRY', shown(person.expiryDate)],
      ],
      330,
      140,
      92,
    )}`;
}

function smallCard(person: Person): string {
  return `<g transform="scale(.42)"><rect width="856" height="540" rx="30" fill="url(#card)"/><rect width="856" height="540" rx="30" fill="url(#guilloche)"/>
    <g font-family="Helvetica, Arial, sans-serif">${smallCardContent(person)}</g></g>
    <path d="M118 240c-12-30-8-58 10-60 14-2 20 16 24 36l6 40z" fill="#d9a07a"/>`;
}

export function portrait(person: Person): string {
  return svg(
    300,
    390,
    `<rect width="300" height="390" fill="#e9ecef"/><g filter="grayscale(1)">${bust(person.look, person.sex)}</g>`,
  );
}

function paper(width: number, height: number): string {
  return `<rect width="${width}" height="${height}" fill="#5d6a74"/>
    <rect x="36" y="36" width="${width - 72}" height="${height - 72}" rx="34" fill="url(#card)"/>
    <rect x="36" y="36" width="${width - 72}" height="${height - 72}" rx="34" fill="url(#guilloche)"/>`;
}

function lines(entries: [string, string][], x: number, y: number, step: number): string {
  return entries
    .map(
      ([label, value], index) =>
        `<text x="${x}" y="${y + index * step}" font-size="19" fill="#5a6b78" letter-spacing=".6">${label}</text>
         <text x="${x}" y="${y + 32 + index * step}" font-size="30" font-weight="600" fill="#1d242b">${value}</text>`,
    )
    .join('');
}

const escape = (line: string) => line.replaceAll('<', '&lt;');
const shown = (date: string) => date.split('-').reverse().join('.');
const TITLES = {
  identity_card: ['CARTA DI IDENTIT\u00c0', 'IDENTITY CARD'],
  passport: ['PASSAPORTO', 'PASSPORT'],
  drive_license: ['PATENTE DI GUIDA', 'DRIVING LICENCE'],
};

export function front(person: Person): string {
  const [title, english] = TITLES[person.documentType];
  const zone = person.documentType === 'passport' ? td3(person) : [];
  const height = zone.length > 0 ? 980 : 860;
  return svg(
    1340,
    height,
    `${paper(1340, height)}
     <g font-family="Helvetica, Arial, sans-serif">
       <text x="96" y="118" font-size="34" font-weight="700" fill="#24506e" letter-spacing="1.5">${title}</text>
       <text x="96" y="152" font-size="20" fill="#4b6c80" letter-spacing="1">${english} \u00b7 SPECIMEN</text>
       <text x="1244" y="122" font-size="36" font-weight="700" fill="#8a2b34" text-anchor="end" letter-spacing="2">${person.documentNumber}</text>
       <g transform="translate(96 206) scale(1.26)"><rect width="300" height="392" fill="#e3e6e9"/>
         <svg width="300" height="392" viewBox="0 0 300 392"><g style="filter:grayscale(.85)">${bust(person.look, person.sex)}</g></svg></g>
       ${lines(
         [
           ['COGNOME / SURNAME', person.surname.toUpperCase()],
           ['NOME / NAME', person.givenName.toUpperCase()],
           [
             'LUOGO E DATA DI NASCITA / PLACE AND DATE OF BIRTH',
             `${person.birthPlace.toUpperCase()}  ${shown(person.birthDate)}`,
           ],
           ['SESSO / SEX', person.sex],
           ['EMISSIONE / ISSUING', shown(person.issueDate)],
           ['SCADENZA / EXPIRY', shown(person.expiryDate)],
         ],
         536,
         232,
         92,
       )}
       <path d="M930 640c40-60 60 30 92-14s40-40 60 6 60-30 96-20" fill="none" stroke="#2c3e66" stroke-width="4" stroke-linecap="round"/>
     </g>
     ${zone.map((line, index) => `<text x="70" y="${880 + index * 44}" font-family="'JetBrains Mono Variable', monospace" font-size="36" textLength="1200" fill="#20262c">${escape(line)}</text>`).join('')}`,
  );
}

export function rear(person: Person): string {
  return svg(
    1340,
    860,
    `${paper(1340, 860)}
     <g font-family="Helvetica, Arial, sans-serif">${lines(
       [
         ['CODICE FISCALE / FISCAL CODE', person.taxCode],
         ['RILASCIATA DA / ISSUED BY', person.issuer.toUpperCase()],
         ['CITTADINANZA / NATIONALITY', 'ITA'],
       ],
       96,
       130,
       100,
     )}</g>
     <g transform="translate(820 110)">${bars(person.taxCode)}</g>
     ${td1(person)
       .map(
         (line, index) =>
           `<text x="96" y="${610 + index * 74}" font-family="'JetBrains Mono Variable', monospace" font-size="52" textLength="1150" fill="#20262c">${escape(line)}</text>`,
       )
       .join('')}`,
  );
}

function bars(text: string): string {
  let x = 0;
  return [...text]
    .map((letter) => {
      const code = letter.charCodeAt(0);
      const bar = `<rect x="${x}" width="${3 + (code % 3) * 3}" height="96" fill="#20262c"/><rect x="${x + 14}" width="${3 + (code % 2) * 4}" height="96" fill="#20262c"/>`;
      x += 26;
      return bar;
    })
    .join('');
}

export function healthCard(person: Person): string {
  return svg(
    1340,
    860,
    `<rect width="1340" height="860" fill="#5d6a74"/><rect x="36" y="36" width="1268" height="788" rx="34" fill="#cfe3f2"/>
     <rect x="36" y="36" width="1268" height="150" rx="34" fill="#3b76a8"/>
     <g font-family="Helvetica, Arial, sans-serif">
       <text x="96" y="128" font-size="40" font-weight="700" fill="#fff">TESSERA SANITARIA \u00b7 SPECIMEN</text>
       ${lines(
         [
           ['CODICE FISCALE', person.taxCode],
           ['COGNOME', person.surname.toUpperCase()],
           ['NOME', person.givenName.toUpperCase()],
           ['LUOGO DI NASCITA', person.birthPlace.toUpperCase()],
           ['DATA DI NASCITA', shown(person.birthDate)],
         ],
         96,
         270,
         104,
       )}
     </g>`,
  );
}
