import { registerEnumType } from 'type-graphql';

/** Whom a questionnaire asks. */
export enum QuestionnaireTarget {
  PERSON = 'PERSON',
  HOUSEHOLD = 'HOUSEHOLD',
}
registerEnumType(QuestionnaireTarget, {
  name: 'QuestionnaireTarget',
  description: 'Whom a questionnaire asks.',
  valuesConfig: { PERSON: { description: 'Persons.' }, HOUSEHOLD: { description: 'Households, one response for all.' } },
});

/** Whether a version may still change. */
export enum QuestionnaireVersionState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
}
registerEnumType(QuestionnaireVersionState, {
  name: 'QuestionnaireVersionState',
  description: 'Whether a version of a questionnaire may still change.',
  valuesConfig: { DRAFT: { description: 'Being written; nobody answers it.' }, PUBLISHED: { description: 'May be answered, and never changes.' } },
});

/** What answers a question. */
export enum QuestionType {
  TEXT = 'TEXT',
  INTEGER = 'INTEGER',
  DECIMAL = 'DECIMAL',
  BOOLEAN = 'BOOLEAN',
  DATE = 'DATE',
  CHOICE = 'CHOICE',
  MULTIPLE_CHOICE = 'MULTIPLE_CHOICE',
}
registerEnumType(QuestionType, {
  name: 'QuestionType',
  description: 'What answers a question.',
  valuesConfig: {
    TEXT: { description: 'A text; `min` and `max` count its characters.' },
    INTEGER: { description: 'A whole number.' },
    DECIMAL: { description: 'A number.' },
    BOOLEAN: { description: 'Yes or no.' },
    DATE: { description: 'A day.' },
    CHOICE: { description: 'One of its choices.' },
    MULTIPLE_CHOICE: { description: 'Some of its choices; `min` and `max` count them.' },
  },
});

/** Whether a response counts. */
export enum ResponseState {
  COUNTS = 'COUNTS',
  CORRECTED = 'CORRECTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ResponseState, {
  name: 'ResponseState',
  description: 'Whether a response counts.',
  valuesConfig: {
    COUNTS: { description: 'Counts: rules look at the latest that does.' },
    CORRECTED: { description: 'Another response stands in its place.' },
    WITHDRAWN: { description: 'Taken back.' },
  },
});
