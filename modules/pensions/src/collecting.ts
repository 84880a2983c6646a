import { purposes } from '@kinga/plugin-sdk';
import { Contribution } from './contributions/contribution.js';
import { RecordContributions } from './contributions/record-contributions.js';
import { AcceptDeclaration } from './declarations/accept-declaration.js';
import { acceptLines } from './declarations/accept-job.js';
import { AddLines } from './declarations/add-lines.js';
import { DeclarationLine } from './declarations/declaration-line.js';
import { Declaration } from './declarations/declaration.js';
import { postWhenPaid, unpostWhenReversed } from './declarations/follow-payments.js';
import { OpenDeclaration } from './declarations/open-declaration.js';
import { postContributions } from './declarations/post-declaration.js';
import { ReadDeclarationFile, readDeclarationFile } from './declarations/read-file.js';
import { ReverseDeclaration } from './declarations/reverse-declaration.js';
import { SubmitDeclaration } from './declarations/submit-declaration.js';
import { reverseContributions, unpostContributions } from './declarations/take-back.js';
import { Employer } from './employers/employer.js';
import { EndEmployer } from './employers/end-employer.js';
import { RegisterEmployer } from './employers/register-employer.js';
import { Employment } from './employment/employment.js';
import { PensionMember } from './employment/member.js';
import { RegisterMember } from './employment/register-member.js';
import { StartEmployment } from './employment/start-employment.js';
import { contributionsPosted, contributionsTakenBack, declarationAccepted, declarationSubmitted, employerRegistered, memberRegistered } from './events.js';
import { SumCollections } from './indicators/collections.js';
import { CountContributors } from './indicators/contributors.js';
import { contributionPermissions, contributionRoles } from './permissions.js';
import { ContributionCollection } from './rates/collection.js';
import { ContributionPart } from './rates/contribution-part.js';
import { DefineParts } from './rates/define-parts.js';
import { contributionsOfPacks } from './rates/parts-of-packs.js';
import { contributionKinds } from './rates/rule-kinds.js';
import { SetCollection } from './rates/set-collection.js';
import { ComplianceOfEmployer } from './statements/employer-compliance.js';
import { StatementOfMember } from './statements/member-statement.js';

/** Employers, members, declarations and what is contributed. */
export const collecting = {
  entities: [Employer, Employment, PensionMember, ContributionPart, ContributionCollection, Declaration, DeclarationLine, Contribution],
  resolvers: [
    RegisterEmployer, EndEmployer, RegisterMember, StartEmployment, DefineParts, SetCollection, OpenDeclaration, AddLines, ReadDeclarationFile, SubmitDeclaration, AcceptDeclaration, ReverseDeclaration,
    RecordContributions, StatementOfMember, ComplianceOfEmployer, CountContributors, SumCollections,
  ],
  permissions: contributionPermissions,
  roles: contributionRoles,
  events: [employerRegistered, memberRegistered, declarationSubmitted, declarationAccepted, contributionsPosted, contributionsTakenBack],
  on: [postWhenPaid, unpostWhenReversed],
  jobs: [readDeclarationFile, acceptLines, postContributions, reverseContributions, unpostContributions],
  contributes: [
    ...contributionKinds,
    contributionsOfPacks,
    purposes.contribute('social-insurance', { description: 'Insuring people against old age, disability and death: what is contributed for them, and what it gives them', ground: 'LEGAL_OBLIGATION' }),
  ],
};
