import { defineAttributes, Household, Person } from '@kinga/plugin-sdk';

/** What LEAP asks about a person. */
export const personAttributes = defineAttributes(Person, {
  orphanOrVulnerable: { type: 'boolean', description: 'An orphan or a vulnerable child.' },
  withoutSupport: { type: 'boolean', description: 'Has no support from anybody.' },
  severelyDisabled: { type: 'boolean', description: 'Severely disabled, without productive capacity.', privacy: { sensitivity: 'sensitive', category: 'people.disability' } },
  pregnantOrNursing: { type: 'boolean', description: 'Pregnant, or mother of an infant under one year.', privacy: { sensitivity: 'sensitive' } },
});

/** What LEAP asks about a household. */
export const householdAttributes = defineAttributes(Household, {
  poverty: { type: 'choice', choices: ['EXTREMELY_POOR', 'POOR', 'NOT_POOR'], description: 'Poverty as assessed.' },
});
