// The invented people of the scripted back end: specimens, nobody real.

import type { FieldName } from '../bindings';

export interface Person {
  surname: string;
  givenName: string;
  sex: 'F' | 'M';
  birthDate: string;
  birthPlace: string;
  taxCode: string;
  documentType: 'identity_card' | 'passport' | 'drive_license';
  documentNumber: string;
  issueDate: string;
  expiryDate: string;
  issuer: string;
  email: string;
  phone: string;
  /** Chooses the features of the drawn portrait. */
  look: number;
}

const common = {
  documentType: 'identity_card',
  issueDate: '2022-05-16',
  expiryDate: '2032-05-06',
  phone: '+39 000 000 0000',
} as const;

function person(
  look: number,
  parts: Omit<Person, keyof typeof common | 'look' | 'email'> & Partial<Person>,
): Person {
  const email = `${parts.givenName}.${parts.surname}@example.org`.toLowerCase().replaceAll(' ', '');
  return { ...common, email, look, ...parts };
}

/** The sample whose tax code is formally right and belongs to somebody else. */
export const inconsistent = person(1, {
  surname: 'Rossi',
  givenName: 'Franco',
  sex: 'M',
  birthDate: '1977-11-06',
  birthPlace: 'Roma',
  taxCode: 'RSSMRA02D16A662G',
  documentNumber: 'CA00000AA',
  issuer: 'Comune di Roma',
});

export const genuine = person(2, {
  surname: 'Bianchi',
  givenName: 'Giulia',
  sex: 'F',
  birthDate: '1991-03-14',
  birthPlace: 'Torino',
  taxCode: 'BNCGLI91C54L219Q',
  documentNumber: 'CA00001AB',
  issuer: 'Comune di Torino',
});

export const wrongFace = person(3, {
  surname: 'Ferrari',
  givenName: 'Luca',
  sex: 'M',
  birthDate: '1985-07-22',
  birthPlace: 'Modena',
  taxCode: 'FRRLCU85L22F257O',
  documentNumber: 'CA00002AC',
  issuer: 'Comune di Modena',
});

export const expired = person(4, {
  surname: 'Esposito',
  givenName: 'Chiara',
  sex: 'F',
  birthDate: '1968-12-02',
  birthPlace: 'Napoli',
  taxCode: 'SPSCHR68T42F839Y',
  documentNumber: 'CA00003AD',
  issueDate: '2015-12-02',
  expiryDate: '2025-12-02',
  issuer: 'Comune di Napoli',
});

export const traveller = person(5, {
  surname: 'Greco',
  givenName: 'Paolo',
  sex: 'M',
  birthDate: '1979-09-30',
  birthPlace: 'Lecce',
  taxCode: 'GRCPLA79P30E506K',
  documentType: 'passport',
  documentNumber: 'YA0000005',
  issuer: 'Questura di Lecce',
});

export const others: Person[] = (
  [
    ['Conti', 'Marta', 'F', '1995-01-19', 'Firenze'],
    ['Romano', 'Elena', 'F', '1988-06-08', 'Bari'],
    ['Marino', 'Anna', 'F', '1973-04-27', 'Catania'],
    ['Costa', 'Davide', 'M', '1999-10-11', 'Genova'],
    ['Rizzo', 'Stefano', 'M', '1982-02-05', 'Palermo'],
    ['Moretti', 'Laura', 'F', '1964-08-16', 'Verona'],
    ['Fontana', 'Pietro', 'M', '2001-05-23', 'Trento'],
    ['Caruso', 'Silvia', 'F', '1993-11-30', 'Messina'],
    ['Leone', 'Giorgio', 'M', '1957-07-03', 'Ancona'],
    ['Santoro', 'Ilaria', 'F', '1986-09-12', 'Salerno'],
    ['Mariani', 'Fabio', 'M', '1990-12-24', 'Perugia'],
    ['Rinaldi', 'Teresa', 'F', '1971-03-09', 'Bologna'],
    ['Longo', 'Matteo', 'M', '1997-06-17', 'Cosenza'],
    ['Serra', 'Bianca', 'F', '1983-01-28', 'Cagliari'],
    ['Villa', 'Andrea', 'M', '1976-10-02', 'Milano'],
    ['Monti', 'Nadia', 'F', '2000-02-14', 'Udine'],
    ['Barbieri', 'Ugo', 'M', '1961-05-31', 'Parma'],
    ['Palmieri', 'Rosa', 'F', '1994-08-07', 'Pescara'],
  ] as const
).map(([surname, givenName, sex, birthDate, birthPlace], index) =>
  person(6 + index, {
    surname,
    givenName,
    sex,
    birthDate,
    birthPlace,
    taxCode: 'XXXXXX00A00X000X',
    documentNumber: `CA000${String(10 + index)}BB`,
    documentType:
      index % 5 === 3 ? 'drive_license' : index % 5 === 1 ? 'passport' : 'identity_card',
    issuer: `Comune di ${birthPlace}`,
  }),
);

/** What the request declares of `person`, in the order of the desk. */
export function declaration(person: Person): [FieldName, string][] {
  return [
    ['surname', person.surname],
    ['givenName', person.givenName],
    ['sex', person.sex],
    ['birthDate', person.birthDate],
    ['birthPlace', person.birthPlace],
    ['citizenship', 'ITA'],
    ['taxCode', person.taxCode],
    ['documentType', person.documentType],
    ['documentNumber', person.documentNumber],
    ['issuingCountry', 'ITA'],
    ['issueDate', person.issueDate],
    ['expiryDate', person.expiryDate],
    ['issuer', person.issuer],
    ['email', person.email],
    ['phone', person.phone],
  ];
}
