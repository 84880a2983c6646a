import { registerEnumType } from 'type-graphql';

/** Where a grievance stands. */
export enum GrievanceState {
  RECEIVED = 'RECEIVED',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  IN_REVIEW = 'IN_REVIEW',
  RESOLVED = 'RESOLVED',
  REJECTED = 'REJECTED',
  CLOSED = 'CLOSED',
  REOPENED = 'REOPENED',
  APPEALED = 'APPEALED',
}
registerEnumType(GrievanceState, {
  name: 'GrievanceState',
  description: 'Where a grievance stands.',
  valuesConfig: {
    RECEIVED: { description: 'Recorded; whoever complains has not been told yet that it is looked at.' },
    ACKNOWLEDGED: { description: 'Whoever complains was told that it is looked at.' },
    IN_REVIEW: { description: 'Somebody looks into it.' },
    RESOLVED: { description: 'Decided: something was done, or explained.' },
    REJECTED: { description: 'Decided: it was unfounded or inadmissible.' },
    CLOSED: { description: 'Nothing more is done: after the decision, or since it was withdrawn.' },
    REOPENED: { description: 'To be looked into again by the same level, such as for what was not known.' },
    APPEALED: { description: 'To be looked into by the next level.' },
  },
});

/** What is done with a grievance. */
export enum GrievanceAction {
  RECEIVE = 'RECEIVE',
  ACKNOWLEDGE = 'ACKNOWLEDGE',
  CLASSIFY = 'CLASSIFY',
  ASSIGN = 'ASSIGN',
  REVIEW = 'REVIEW',
  ESCALATE = 'ESCALATE',
  RESOLVE = 'RESOLVE',
  REJECT = 'REJECT',
  CLOSE = 'CLOSE',
  REOPEN = 'REOPEN',
  APPEAL = 'APPEAL',
}
registerEnumType(GrievanceAction, {
  name: 'GrievanceAction',
  description: 'What is done with a grievance.',
  valuesConfig: {
    RECEIVE: { description: 'It was recorded.' },
    ACKNOWLEDGE: { description: 'Whoever complains was told that it is looked at.' },
    CLASSIFY: { description: 'Its category, its confidentiality or who is complained of was said anew.' },
    ASSIGN: { description: 'It was given to somebody, or taken from them.' },
    REVIEW: { description: 'Somebody began to look into it.' },
    ESCALATE: { description: 'It went to the next level, since a time limit passed.' },
    RESOLVE: { description: 'It was decided: something was done, or explained.' },
    REJECT: { description: 'It was decided to be unfounded or inadmissible.' },
    CLOSE: { description: 'It was closed.' },
    REOPEN: { description: 'It was opened again.' },
    APPEAL: { description: 'The decision on it was appealed against.' },
  },
});

/** Who complains. */
export enum Complainant {
  PERSON = 'PERSON',
  REPRESENTATIVE = 'REPRESENTATIVE',
  ANONYMOUS = 'ANONYMOUS',
}
registerEnumType(Complainant, {
  name: 'Complainant',
  description: 'Who complains.',
  valuesConfig: {
    PERSON: { description: 'Somebody for themselves, registered or not.' },
    REPRESENTATIVE: { description: 'Somebody for a person.' },
    ANONYMOUS: { description: 'Somebody who does not say who they are, and follows it up by a code.' },
  },
});

/** Who sees a grievance, from everybody who handles grievances to few. */
export enum GrievanceConfidentiality {
  ORDINARY = 'ORDINARY',
  CONFIDENTIAL = 'CONFIDENTIAL',
  RESTRICTED = 'RESTRICTED',
}
registerEnumType(GrievanceConfidentiality, {
  name: 'GrievanceConfidentiality',
  description: 'Who sees a grievance. Whoever is complained of sees it at no level.',
  valuesConfig: {
    ORDINARY: { description: 'Whoever may see grievances.' },
    CONFIDENTIAL: { description: 'Whoever may see confidential ones, and to whom it is assigned.' },
    RESTRICTED: { description: 'Whoever may see restricted ones, and to whom it is assigned.' },
  },
});

/** Levels in rising order. */
export const CONFIDENTIALITIES: readonly GrievanceConfidentiality[] = [GrievanceConfidentiality.ORDINARY, GrievanceConfidentiality.CONFIDENTIAL, GrievanceConfidentiality.RESTRICTED];

export function stricter(one: GrievanceConfidentiality, other: GrievanceConfidentiality): GrievanceConfidentiality {
  return CONFIDENTIALITIES.indexOf(one) >= CONFIDENTIALITIES.indexOf(other) ? one : other;
}

/** What a text of a grievance is. */
export enum GrievanceMessageKind {
  STATEMENT = 'STATEMENT',
  ANSWER = 'ANSWER',
  NOTE = 'NOTE',
}
registerEnumType(GrievanceMessageKind, {
  name: 'GrievanceMessageKind',
  description: 'What a text of a grievance is.',
  valuesConfig: {
    STATEMENT: { description: 'What whoever complains says.' },
    ANSWER: { description: 'What whoever complains is told.' },
    NOTE: { description: 'What those who handle it write for each other.' },
  },
});
