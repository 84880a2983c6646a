import { registerEnumType } from 'type-graphql';

/** Where an enrolment stands. */
export enum EnrolmentState {
  APPLIED = 'APPLIED',
  ELIGIBLE = 'ELIGIBLE',
  REJECTED = 'REJECTED',
  WAITING = 'WAITING',
  ENROLLED = 'ENROLLED',
  SUSPENDED = 'SUSPENDED',
  EXITED = 'EXITED',
  APPEALED = 'APPEALED',
}
registerEnumType(EnrolmentState, {
  name: 'EnrolmentState',
  description: 'Where an enrolment stands. `enrolmentMoves` lists how it gets from one to another.',
  valuesConfig: {
    APPLIED: { description: 'Somebody applied, and nobody has assessed it.' },
    ELIGIBLE: { description: 'Found eligible; whether to enrol is to be decided.' },
    REJECTED: { description: 'Not taken in.' },
    WAITING: { description: 'Eligible, and on the waiting list until there is a place.' },
    ENROLLED: { description: 'In the programme: benefits are worked out.' },
    SUSPENDED: { description: 'In the programme, benefits are held.' },
    EXITED: { description: 'Out of the programme.' },
    APPEALED: { description: 'Out of the programme, and an appeal against that is to be decided.' },
  },
});

/** How an enrolment gets from one state to another. */
export enum EnrolmentMove {
  APPLY = 'APPLY',
  REENTER = 'REENTER',
  ASSESS = 'ASSESS',
  REJECT = 'REJECT',
  WAIT = 'WAIT',
  ENROL = 'ENROL',
  SUSPEND = 'SUSPEND',
  RESUME = 'RESUME',
  EXIT = 'EXIT',
  APPEAL = 'APPEAL',
  DISMISS = 'DISMISS',
  UPHOLD = 'UPHOLD',
}
registerEnumType(EnrolmentMove, {
  name: 'EnrolmentMove',
  description: 'How an enrolment gets from one state to another.',
  valuesConfig: {
    APPLY: { description: 'Somebody applies.' },
    REENTER: { description: 'Who was rejected or left applies again.' },
    ASSESS: { description: 'Found eligible.' },
    REJECT: { description: 'Not taken in.' },
    WAIT: { description: 'Put on the waiting list.' },
    ENROL: { description: 'Taken in.' },
    SUSPEND: { description: 'Benefits are held.' },
    RESUME: { description: 'Benefits go on.' },
    EXIT: { description: 'Out of the programme, or the application is withdrawn.' },
    APPEAL: { description: 'An appeal against a rejection or an exit.' },
    DISMISS: { description: 'An appeal without success: it stays as it was.' },
    UPHOLD: { description: 'An appeal with success: eligible after all, or applied, to be judged again.' },
  },
});
