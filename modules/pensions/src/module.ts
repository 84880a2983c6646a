import { benefitTypes, defineModule, purposes } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { benefits } from './benefits.js';
import { Contribution } from './contributions/contribution.js';
import { Employer } from './employers/employer.js';
import { EndEmployer } from './employers/end-employer.js';
import { RegisterEmployer } from './employers/register-employer.js';
import { Employment } from './employment/employment.js';
import { PensionMember } from './employment/member.js';
import { RegisterMember } from './employment/register-member.js';
import { StartEmployment } from './employment/start-employment.js';
import { employerRegistered, memberRegistered } from './events.js';
import { contributionPermissions, contributionRoles } from './permissions.js';
import { ContributionPart } from './rates/contribution-part.js';
import { DefineParts } from './rates/define-parts.js';

export const pensions = defineModule(pkg, {
  description: 'Pensions: employers, contributions, awards and what they pay',
  entities: [Employer, Employment, PensionMember, ContributionPart, Contribution, ...benefits.entities],
  resolvers: [RegisterEmployer, EndEmployer, RegisterMember, StartEmployment, DefineParts, ...benefits.resolvers],
  permissions: [...contributionPermissions, ...benefits.permissions],
  roles: [...contributionRoles, ...benefits.roles],
  events: [employerRegistered, memberRegistered, ...benefits.events],
  contributes: [
    ...benefits.contributes,
    benefitTypes.contribute('pension', { scheme: 'pensions', description: 'Money that is paid for life, or until a condition ends, because of age, disability or a death.' }),
    purposes.contribute('social-insurance', { description: 'Insuring people against old age, disability and death: what is contributed for them, and what it gives them', ground: 'LEGAL_OBLIGATION' }),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
});
