// The cases of the scripted back end, each with a story of its own.

import type {
  AssessmentReport,
  AssessmentView,
  CaseView,
  CheckView,
  DifferenceView,
  EvidenceKind,
  EvidenceView,
  FaceView,
  FieldName,
  FieldView,
  ReadingView,
  Verdict,
} from '../bindings';
import { during, seen } from './areas';
import { checklist, complete } from './checklist';
import * as draw from './artwork';
import { features } from './features';
import { quality, type Poor } from './quality';
import { td1, td3 } from './mrz';
import {
  declaration,
  expired,
  genuine,
  inconsistent,
  others,
  traveller,
  wrongFace,
} from './people';
import type { Person } from './people';
import recording from './session.mp4';

/** A case without what depends on the operator and the moment. */
export type Story = Omit<CaseView, 'claim' | 'actions' | 'due' | 'stamp' | 'colleagues'> & {
  claimedBy: 'me' | 'colleague' | null;
};

const MINUTE = 60_000;
export const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();

function evidence(
  id: string,
  kind: EvidenceKind,
  url: string | null,
  width: number | null,
  height: number | null,
  problem: EvidenceView['problem'] = null,
): EvidenceView {
  const video = kind === 'video';
  return {
    id: `${id}-${kind}`,
    kind,
    mediaType: video ? 'video/mp4' : 'image/jpeg',
    bytes: problem === 'empty' ? 0 : video ? 8_412_004 : 612_380 + (width ?? 0) * 7,
    width,
    height,
    durationMs: video && problem === null ? 8000 : null,
    sha256: [...`${id}${kind}`.padEnd(64, '7')]
      .map((c) => (c.charCodeAt(0) % 16).toString(16))
      .join('')
      .slice(0, 64),
    url,
    problem,
    snapshot: null,
  };
}

function pictures(id: string, person: Person, selfieLook = person.look): EvidenceView[] {
  const list = [evidence(id, 'documentFront', draw.front(person), 1340, 860)];
  if (person.documentType !== 'passport') {
    list.push(evidence(id, 'documentRear', draw.rear(person), 1340, 860));
  }
  list.push(
    evidence(id, 'documentPhoto', draw.portrait(person), 300, 390),
    evidence(id, 'selfie', draw.selfie(person, selfieLook), 900, 1200),
    evidence(id, 'video', recording, 480, 640),
  );
  return list;
}

const READ: Partial<Record<FieldName, ReadingView['source'][]>> = {
  surname: ['mrz', 'visualZone', 'capture'],
  givenName: ['mrz', 'visualZone', 'capture'],
  sex: ['mrz'],
  birthDate: ['mrz', 'visualZone', 'capture'],
  birthPlace: ['visualZone'],
  citizenship: ['mrz'],
  taxCode: ['visualZone', 'barCode'],
  documentType: ['mrz'],
  documentNumber: ['mrz', 'visualZone', 'capture'],
  issuingCountry: ['mrz'],
  issueDate: ['visualZone'],
  expiryDate: ['mrz', 'visualZone'],
};

function fields(
  person: Person,
  changed: Partial<Record<FieldName, { read?: string; differences?: DifferenceView[] }>> = {},
): FieldView[] {
  return declaration(person).map(([name, declared]) => ({
    name,
    declared,
    read: (READ[name] ?? []).map((source) => ({
      source,
      value: source === 'mrz' ? (changed[name]?.read ?? declared) : declared,
      seen: seen(person, name, source),
    })),
    review: 'notReviewed',
    confirmed: null,
    differences: changed[name]?.differences ?? [],
    history: [],
  }));
}

const high = (score: number, frames = 3): FaceView => ({
  kind: 'compared',
  score,
  level: score >= 80 ? 'high' : score >= 60 ? 'medium' : score >= 40 ? 'low' : 'verylow',
  distanceMilli: Math.round((100 - score) * 22.5),
  frames,
  several: [],
});

/** Where the drawn selfie shows what is behind the person. */
const SCREEN = { x: 610, y: 90, width: 190, height: 260 };
/** The face in the drawn recording. */
const FACE = { x: 72, y: 84, width: 336, height: 458 };

/** A lamp over the signature, and a selfie in the dark. */
const POOR: Poor[] = [
  {
    evidence: 'documentFront',
    measure: 'glare',
    value: 0.021,
    advice: 'avoidGlare',
    area: { x: 880, y: 560, width: 250, height: 150 },
    fields: ['expiryDate'],
  },
  {
    evidence: 'selfie',
    measure: 'underexposure',
    value: 61,
    advice: 'moreLight',
    area: { x: 230, y: 260, width: 440, height: 560 },
  },
];

/** A recording in which the person did what was asked. */
const ALIVE: Said[] = [
  {
    check: 'livenessDetected',
    answer: 'yes',
    reason: { code: 'seen', signs: ['challengeMet', 'livingFace'] },
    seen: [during(1800, FACE), during(4600, FACE)],
  },
  {
    check: 'notFaceSpoofing',
    answer: 'yes',
    reason: { code: 'nothingSuspicious' },
    seen: [during(4600)],
  },
  {
    check: 'notBWCopy',
    answer: 'yes',
    reason: { code: 'nothingSuspicious' },
    seen: [{ evidence: 'documentFront', area: null, atMs: null }],
  },
];

/** A check as a story tells it; seen nowhere in particular unless it says so. */
type Said = Omit<CheckView, 'seen'> & Partial<Pick<CheckView, 'seen'>>;

function report(
  person: Person,
  verdict: Verdict,
  face: FaceView,
  changed: Said[] = [],
): AssessmentReport {
  const passport = person.documentType === 'passport';
  const usual: Said[] = [
    { check: 'nonExpired', answer: 'yes', reason: { code: 'validUntil', date: person.expiryDate } },
    { check: 'notUnderage', answer: 'yes', reason: { code: 'age', years: 49 } },
    { check: 'dataIntegrity', answer: 'yes', reason: { code: 'agrees', compared: 5 } },
    { check: 'documentsMatch', answer: 'yes', reason: { code: 'agrees', compared: 9 } },
    { check: 'taxCodeMatch', answer: 'yes', reason: { code: 'agrees', compared: 5 } },
    passport
      ? {
          check: 'sidesMatch',
          answer: 'notAssessable',
          reason: { code: 'evidenceMissing', evidence: 'documentRear' },
        }
      : { check: 'sidesMatch', answer: 'yes', reason: { code: 'agrees', compared: 3 } },
    {
      check: 'notBWCopy',
      answer: 'yes',
      reason: { code: 'nothingSuspicious' },
      seen: [{ evidence: 'documentFront', area: null, atMs: null }],
    },
    { check: 'livenessDetected', answer: 'notAssessable', reason: { code: 'noMethod' } },
    { check: 'notFaceSpoofing', answer: 'notAssessable', reason: { code: 'noMethod' } },
    { check: 'otpValidation', answer: 'notAssessable', reason: { code: 'notRequested' } },
  ];
  return {
    verdict,
    checks: usual
      .map((check) => changed.find((other) => other.check === check.check) ?? check)
      .map((check) => ({ seen: [], ...check })),
    face,
    features: features(person),
    quality: quality(person),
    mrz: {
      format: passport ? 'TD3' : 'TD1',
      lines: passport ? td3(person) : td1(person),
      valid: true,
      repaired: person.look % 3 === 0 ? 1 : 0,
    },
    failReason: null,
    loip: 'baseline',
    engine: 'sportello-engine 0.1.0',
    tookMs: 2140,
  };
}

const done = (found: AssessmentReport): AssessmentView => ({ kind: 'done', report: found });

function story(id: string, person: Person, minutes: number, parts: Partial<Story> = {}): Story {
  return {
    id,
    centralKey: String(41_200 + Number(id)),
    subject: `${person.surname}, ${person.givenName}`,
    state: 'waitingForReview',
    stateAsReceived: null,
    createdAt: ago(minutes + 4),
    receivedAt: ago(minutes),
    onHold: false,
    version: 1,
    draft: '',
    claimedBy: null,
    unreadable: null,
    evidence: pictures(id, person),
    earlier: [],
    retries: { asked: 0, atMost: 3, left: 3 },
    fields: fields(person),
    assessment: done(report(person, 'accepted', high(90))),
    checklist: complete(),
    notes: [],
    timeline: [
      {
        sequence: Number(id) * 3,
        at: ago(minutes),
        operator: null,
        event: 'sessionReceived',
        detail: detail(),
      },
      {
        sequence: Number(id) * 3 + 1,
        at: ago(minutes - 0.1),
        operator: null,
        event: 'assessed',
        detail: { ...detail(), verdict: 'accepted' },
      },
    ],
    decisions: [],
    ...parts,
  };
}

export const detail = () => ({
  verdict: null,
  field: null,
  review: null,
  outcome: null,
  reason: null,
  state: null,
  atMs: null,
  pieces: [],
  item: null,
  answer: null,
  listed: null,
});

export function stories(): Story[] {
  const rossi = inconsistent;
  const list: Story[] = [
    story('1', rossi, 128, {
      claimedBy: 'me',
      evidence: [
        ...pictures('1', rossi).slice(0, 4),
        evidence('1', 'healthCardFront', draw.healthCard(rossi), 1340, 860),
        ...pictures('1', rossi).slice(4),
      ],
      checklist: checklist({
        hologram: 'yes',
        guilloches: 'yes',
        mrzAgrees: 'no',
        faceShape: 'yes',
        eyes: 'yes',
        ears: 'notAssessable',
      }),
      fields: fields(rossi, {
        surname: { read: 'ROSSI' },
        givenName: { read: 'FRANCO', differences: [{ against: 'taxCode', says: 'MRA' }] },
        birthDate: { differences: [{ against: 'taxCode', says: '2002-04-16' }] },
        birthPlace: { differences: [{ against: 'taxCode', says: 'Bari (A662)' }] },
        documentNumber: { read: 'CA00000AB', differences: [{ against: 'mrz', says: 'CA00000AB' }] },
      }),
      assessment: done(
        report(rossi, 'rejected', high(87), [
          {
            check: 'taxCodeMatch',
            answer: 'no',
            reason: { code: 'disagrees', fields: ['givenName', 'birthDate', 'birthPlace'] },
          },
          {
            check: 'documentsMatch',
            answer: 'no',
            reason: { code: 'disagrees', fields: ['documentNumber'] },
          },
          {
            check: 'livenessDetected',
            answer: 'notAssessable',
            reason: { code: 'seen', signs: ['trackLost'] },
            seen: [during(2400), during(6100)],
          },
          {
            check: 'notFaceSpoofing',
            answer: 'no',
            reason: { code: 'seen', signs: ['screenPattern'] },
            seen: [during(6100, FACE), { evidence: 'selfie', area: SCREEN, atMs: null }],
          },
        ]),
      ),
      notes: [
        {
          id: 'n1',
          at: ago(40),
          author: 'Operatore Due',
          text: 'Il codice fiscale sulla tessera non coincide con i dati: da verificare con la filiale.',
        },
      ],
    }),
    story('2', genuine, 96, {
      assessment: done(report(genuine, 'accepted', high(92), ALIVE)),
      earlier: [
        {
          evidence: evidence('2-earlier', 'documentRear', draw.rear(genuine), 1340, 860),
          replacedAt: ago(90),
        },
      ],
      retries: { asked: 2, atMost: 3, left: 1 },
    }),
    story('3', wrongFace, 84, {
      evidence: pictures('3', wrongFace, 8),
      assessment: done({
        ...report(wrongFace, 'inconclusive', high(27)),
        features: features(wrongFace, ['signature']),
        quality: quality(wrongFace, POOR),
      }),
    }),
    story('4', expired, 71, {
      assessment: done(
        report(expired, 'rejected', high(81), [
          {
            check: 'nonExpired',
            answer: 'no',
            reason: { code: 'expiredOn', date: expired.expiryDate },
          },
        ]),
      ),
    }),
    story('5', traveller, 66, {
      claimedBy: 'colleague',
      evidence: [
        ...pictures('5', traveller).slice(0, 3),
        evidence('5', 'video', null, null, null, 'truncated'),
      ],
      assessment: done(
        report(traveller, 'inconclusive', high(74, 0), [
          {
            check: 'livenessDetected',
            answer: 'notAssessable',
            reason: { code: 'evidenceUnreadable', evidence: 'video' },
          },
        ]),
      ),
    }),
  ];
  const scores = [88, 63, 91, 84, 95, 58, 83, 90, 86, 79, 93, 82, 89];
  others.slice(0, 13).forEach((person, index) => {
    const score = scores[index] ?? 85;
    list.push(
      story(String(6 + index), person, 58 - index * 4, {
        assessment:
          index === 1
            ? { kind: 'running', progress: { done: 3, of: 7, step: 'compareFaces' } }
            : done(report(person, score >= 80 ? 'accepted' : 'inconclusive', high(score))),
        ...(index === 4 ? { state: 'unknown', stateAsReceived: 'VIDEOQUARANTINE' } : {}),
        ...(index === 5 ? { unreadable: 'unexpected_answer' } : {}),
        ...(index === 6 ? { claimedBy: 'me', state: 'validated' } : {}),
        ...(index === 8 ? { claimedBy: 'colleague' } : {}),
      }),
    );
  });
  others.slice(13).forEach((person, index) => {
    const refused = index % 3 === 1;
    list.push(
      story(String(30 + index), person, 400 + index * 55, {
        state: refused ? 'refused' : 'approved',
        decisions: [
          {
            id: `d${index}`,
            outcome: refused ? 'refuse' : 'approve',
            at: ago(390 + index * 55),
            operator: 'Operatore Uno',
            asked: null,
            refusal: refused
              ? {
                  reason: 'documentUnreadable',
                  text: 'Riflesso sulla riga dei dati.',
                  finality: 'repeatable',
                }
              : null,
            undoUntil: null,
            delivery: { kind: 'delivered', at: ago(389 + index * 55) },
          },
        ],
      }),
    );
  });
  return list;
}
