import { registerEnumType } from '@kinga/plugin-sdk';

export enum PolicyState {
  IDLE = 'IDLE',
  READY = 'READY',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  EXPIRED = 'EXPIRED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PolicyState, {
  name: 'PolicyState',
  description: 'Where a policy stands.',
  valuesConfig: {
    IDLE: { description: 'Taken out; the premium is not paid, and nobody is covered. It may still change.' },
    READY: { description: 'A second person said that it is in order; it waits for the premium.' },
    ACTIVE: { description: 'Its members are covered.' },
    SUSPENDED: { description: 'It covers nobody for the time being.' },
    EXPIRED: { description: 'Its last day has passed. Final.' },
    CANCELLED: { description: 'It was taken back. Final.' },
  },
});

export enum PolicyStage {
  NEW = 'NEW',
  RENEWED = 'RENEWED',
}
registerEnumType(PolicyStage, {
  name: 'PolicyStage',
  description: 'Whether a policy is the first of a household or follows another.',
  valuesConfig: { NEW: { description: 'It follows none.' }, RENEWED: { description: 'It renews the one before.' } },
});

export enum PremiumPart {
  CONTRIBUTION = 'CONTRIBUTION',
  ASSEMBLY = 'ASSEMBLY',
  REGISTRATION = 'REGISTRATION',
  DISCOUNT = 'DISCOUNT',
  RULE = 'RULE',
}
registerEnumType(PremiumPart, {
  name: 'PremiumPart',
  description: 'What a line of a premium is for.',
  valuesConfig: {
    CONTRIBUTION: { description: 'The members.' },
    ASSEMBLY: { description: 'The general assembly.' },
    REGISTRATION: { description: 'The registration of a new household.' },
    DISCOUNT: { description: 'What is let off: an amount below zero.' },
    RULE: { description: 'What a rule of the kind PREMIUM gives in the place of all else.' },
  },
});
