import { registerEnumType } from 'type-graphql';

/** What becomes of whoever is no longer eligible, or overdue. */
export enum LeadsTo {
  KEEP = 'KEEP',
  SUSPEND = 'SUSPEND',
  EXIT = 'EXIT',
}
registerEnumType(LeadsTo, {
  name: 'LeadsTo',
  description: 'What becomes of whoever is no longer eligible, or overdue.',
  valuesConfig: {
    KEEP: { description: 'They stay in, with the decision: somebody looks at each.' },
    SUSPEND: { description: 'They are suspended, with the reason.' },
    EXIT: { description: 'They exit, with the reason.' },
  },
});
