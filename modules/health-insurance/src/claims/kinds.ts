import { registerEnumType } from '@kinga/plugin-sdk';

export enum VisitType {
  OTHER = 'OTHER',
  EMERGENCY = 'EMERGENCY',
  REFERRAL = 'REFERRAL',
}
registerEnumType(VisitType, {
  name: 'VisitType',
  description: 'How a patient came to a facility.',
  valuesConfig: { OTHER: { description: 'In the ordinary way.' }, EMERGENCY: { description: 'In an emergency.' }, REFERRAL: { description: 'Sent by another facility.' } },
});

export enum ClaimState {
  ENTERED = 'ENTERED',
  WITHDRAWN = 'WITHDRAWN',
  SUBMITTED = 'SUBMITTED',
  CHECKED = 'CHECKED',
  PROCESSED = 'PROCESSED',
  VALUED = 'VALUED',
  PAID = 'PAID',
  REJECTED = 'REJECTED',
}
registerEnumType(ClaimState, {
  name: 'ClaimState',
  description: 'How far a claim is.',
  valuesConfig: {
    ENTERED: { description: 'A draft of the facility.' },
    WITHDRAWN: { description: 'A draft that was given up.' },
    SUBMITTED: { description: 'Handed in, or opened again: it waits for the checks.' },
    CHECKED: { description: 'Passed the checks; it waits to be valued, after a review where it is selected for one.' },
    PROCESSED: { description: 'Valued but for lines that wait for the relative index of their period.' },
    VALUED: { description: 'What is to be paid for it is settled.' },
    PAID: { description: 'What is to be paid for it went into a remittance.' },
    REJECTED: { description: 'Nothing is paid for it.' },
  },
});

export enum ClaimSelection {
  IDLE = 'IDLE',
  NOT_SELECTED = 'NOT_SELECTED',
  SELECTED = 'SELECTED',
  DELIVERED = 'DELIVERED',
  BYPASSED = 'BYPASSED',
}
registerEnumType(ClaimSelection, {
  name: 'ClaimSelection',
  description: 'Whether a claim is selected for a medical review, or for the feedback of the patient, and what came of that.',
  valuesConfig: {
    IDLE: { description: 'Nobody decided.' },
    NOT_SELECTED: { description: 'Somebody decided against it.' },
    SELECTED: { description: 'It is waited for.' },
    DELIVERED: { description: 'It is done.' },
    BYPASSED: { description: 'It was selected, and the claim was valued without it.' },
  },
});
