import { registerEnumType } from 'type-graphql';

/** What values of parameters and tables are. */
export enum RuleValueType {
  NUMBER = 'NUMBER',
  MONEY = 'MONEY',
  TEXT = 'TEXT',
  BOOLEAN = 'BOOLEAN',
  DATE = 'DATE',
}
registerEnumType(RuleValueType, {
  name: 'RuleValueType',
  description: 'What values of parameters and tables are.',
  valuesConfig: {
    NUMBER: { description: 'A decimal number.' },
    MONEY: { description: 'An amount in the currency that is named beside it.' },
    TEXT: { description: 'A text, such as a code.' },
    BOOLEAN: { description: '`true` or `false`.' },
    DATE: { description: 'A day, such as 2026-03-31.' },
  },
});

/** Whether a value of a parameter or a version of a table holds. */
export enum ProposalState {
  PROPOSED = 'PROPOSED',
  PUBLISHED = 'PUBLISHED',
  REPLACED = 'REPLACED',
  REJECTED = 'REJECTED',
}
registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: 'Whether a value of a parameter, or a version of a table, holds.',
  valuesConfig: {
    PROPOSED: { description: 'It waits for a second person.' },
    PUBLISHED: { description: 'It holds from its day on, until the next.' },
    REPLACED: { description: 'Another from the same day was published in its place.' },
    REJECTED: { description: 'It was not published.' },
  },
});
