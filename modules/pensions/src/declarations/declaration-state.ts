import { registerEnumType } from '@kinga/plugin-sdk';

export enum DeclarationState {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  ACCEPTING = 'ACCEPTING',
  ACCEPTED = 'ACCEPTED',
  POSTING = 'POSTING',
  POSTED = 'POSTED',
  REVERSING = 'REVERSING',
  REVERSED = 'REVERSED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(DeclarationState, {
  name: 'DeclarationState',
  description: 'How far a declaration is.',
  valuesConfig: {
    DRAFT: { description: 'Lines are added and removed.' },
    SUBMITTED: { description: 'It waits for another person to accept it, or to send it back.' },
    ACCEPTING: { description: 'Its lines are computed for good, by a job.' },
    ACCEPTED: { description: 'What is owed is demanded. Where a scheme counts what is paid alone, it waits for that.' },
    POSTING: { description: 'Contributions are being posted, by a job.' },
    POSTED: { description: 'Contributions are posted. A receipt that did not come in after all makes it ACCEPTED again, where the scheme counts what is paid alone.' },
    REVERSING: { description: 'Contributions are being taken back, by a job.' },
    REVERSED: { description: 'All of it is taken back. Final.' },
    WITHDRAWN: { description: 'It was given up before it was accepted. Final.' },
  },
});

export enum DeclarationLineState {
  GIVEN = 'GIVEN',
  VALID = 'VALID',
  REJECTED = 'REJECTED',
  ACCEPTED = 'ACCEPTED',
  REVERSED = 'REVERSED',
}
registerEnumType(DeclarationLineState, {
  name: 'DeclarationLineState',
  description: 'What became of a line.',
  valuesConfig: {
    GIVEN: { description: 'Not looked at yet.' },
    VALID: { description: 'Nothing speaks against it; it is computed, as things stand.' },
    REJECTED: { description: 'It counts for nothing: `reasons` says why. It keeps back no other line.' },
    ACCEPTED: { description: 'It is computed for good, and what is owed is demanded.' },
    REVERSED: { description: 'It is taken back with its declaration.' },
  },
});

export enum RejectedBecause {
  UNREADABLE = 'UNREADABLE',
  MEMBER_UNKNOWN = 'MEMBER_UNKNOWN',
  PERSON_TWICE = 'PERSON_TWICE',
  NOT_BORN = 'NOT_BORN',
  DIED = 'DIED',
  NOT_EMPLOYED = 'NOT_EMPLOYED',
  CATEGORY_WRONG = 'CATEGORY_WRONG',
  EARNINGS_MISSING = 'EARNINGS_MISSING',
  EARNINGS_NEGATIVE = 'EARNINGS_NEGATIVE',
  EARNINGS_TOO_FINE = 'EARNINGS_TOO_FINE',
  DAYS_WRONG = 'DAYS_WRONG',
  AMOUNT_UNKNOWN = 'AMOUNT_UNKNOWN',
  AMOUNT_NEGATIVE = 'AMOUNT_NEGATIVE',
  AMOUNT_NOT_ROUNDED = 'AMOUNT_NOT_ROUNDED',
}
registerEnumType(RejectedBecause, {
  name: 'RejectedBecause',
  description: 'Why a line counts for nothing.',
  valuesConfig: {
    UNREADABLE: { description: 'A field cannot be read as what it should be; `given` shows it.' },
    MEMBER_UNKNOWN: { description: 'Nobody in the scheme has the number, or no person is named.' },
    PERSON_TWICE: { description: 'Several lines are of the person, and none of them counts.' },
    NOT_BORN: { description: 'The person was born after the month.' },
    DIED: { description: 'The person died before the month.' },
    NOT_EMPLOYED: { description: 'No employment of the person with the employer is registered in the month.' },
    CATEGORY_WRONG: { description: 'The category is no code of capital letters, digits and underscores.' },
    EARNINGS_MISSING: { description: 'It says no earnings.' },
    EARNINGS_NEGATIVE: { description: 'The earnings are less than nothing.' },
    EARNINGS_TOO_FINE: { description: 'The earnings have more digits behind the point than the currency.' },
    DAYS_WRONG: { description: 'The month has not so many days.' },
    AMOUNT_UNKNOWN: { description: 'The rules lack a fact, or a value in force, to say how much it is.' },
    AMOUNT_NEGATIVE: { description: 'The rules give less than nothing.' },
    AMOUNT_NOT_ROUNDED: { description: 'The rules give more digits than the currency has: they lack a rounding.' },
  },
});
