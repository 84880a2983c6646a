import { extensionPoint, type Contribution } from '../../kernel/module/extension-point.js';

/** Something that an organisation can be. */
export interface OrganisationRoleType {
  readonly description: string;
}

/** A kind of number that organisations are given. */
export interface OrganisationIdentifierType {
  readonly description: string;
  /** One way of writing for all who write the same number. Pure. */
  normalise(value: string): string;
  /** Whether a number in that way of writing can be one: its form, its check digit. Pure. */
  isValid(value: string): boolean;
  /** What it looks like, for people: `GHA-123456-7`. */
  readonly example: string;
}

/** What organisations can be. A module adds to it with `organisationRoles.contribute('insurer', { description: … })`. */
export const organisationRoles = extensionPoint<OrganisationRoleType>('people.organisation-roles', 'many', 'What organisations can be: employers, banks, health facilities');
/** Numbers of organisations. A country adds its own with its check digit. */
export const organisationIdentifierTypes = extensionPoint<OrganisationIdentifierType>('people.organisation-identifier-types', 'many', 'Kinds of numbers that organisations are given');

const upperCase = {
  normalise: (value: string) => value.replace(/\s+/g, '').toUpperCase(),
  isValid: (value: string) => /^[A-Z0-9][A-Z0-9./-]{1,39}$/.test(value),
};

export const ownKinds: readonly Contribution[] = [
  organisationRoles.contribute('employer', { description: 'Employs people and pays contributions for them.' }),
  organisationRoles.contribute('health-facility', { description: 'Gives care: a health post, clinic, hospital, pharmacy, laboratory.' }),
  organisationRoles.contribute('bank', { description: 'Holds accounts.' }),
  organisationRoles.contribute('mobile-money-operator', { description: 'Holds mobile money wallets.' }),
  organisationRoles.contribute('pay-point', { description: 'Pays benefits out in cash.' }),
  organisationRoles.contribute('agency', { description: 'Runs or serves schemes: a ministry, a social welfare office, a partner.' }),
  organisationRoles.contribute('school', { description: 'Teaches.' }),
  organisationIdentifierTypes.contribute('tax-number', { ...upperCase, description: 'Number with the tax authority.', example: 'C0012345678' }),
  organisationIdentifierTypes.contribute('registration-number', { ...upperCase, description: 'Number in the register of companies or associations.', example: 'CS-2019-00123' }),
  organisationIdentifierTypes.contribute('facility-code', { ...upperCase, description: 'Number in the national list of health facilities.', example: 'HF-01234' }),
];
