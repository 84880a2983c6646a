import type { OperationVariables, TestPlatform } from '@kinga/plugin-sdk/testing';
import { accept, declare, draft, key, schemeWithWorkers } from './some-declarations.js';
import { anybody, done } from './some-scheme.js';

/** A scheme in which something was declared, rejected and posted, and variables of the operations about contributions. */
export async function contributionVariables(platform: TestPlatform): Promise<OperationVariables> {
  const scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi'], { code: 'CONTRIBUTIONS' });
  await declare(platform, scheme, '2025-12', { Ama: '500', Kofi: '300', Nobody: '10' });
  const [open, filled, submitted] = [await draft(platform, scheme, '2025-11', {}), await draft(platform, scheme, '2025-10', { Ama: '500' }), await draft(platform, scheme, '2025-09', { Ama: '500' })];
  await done(anybody(platform, 'clerk'), 'declarationSubmit', { declarationId: submitted }, 'declaration { id }');
  const posted = await accept(platform, await draft(platform, scheme, '2025-08', { Ama: '100', Who: '1' }));
  const { organisation } = await done<{ organisation: { id: string } }>(anybody(platform), 'organisationRegister', { code: 'SHOP', name: 'Shop', placeCode: 'V', roles: [{ role: 'employer' }] }, 'organisation { id }');
  const { household } = await done<{ household: { head: { id: string } } }>(anybody(platform), 'householdRegister', { code: 'H-NEW', placeCode: 'V', since: '2020-01-01', members: [{ familyName: 'Made-Up', sex: 'FEMALE', birthDate: '1990-01-01', role: 'HEAD' }] }, 'household { head { id } }');
  const { employer, scheme: programmeId } = scheme;
  return {
    RegisterEmployer: { input: { organisationId: organisation.id, number: 'E-SHOP' } },
    RegisterMember: { input: { programmeId, personId: household.head.id, number: 'M-NEW' } },
    StartEmployment: { input: { personId: household.head.id, employerId: employer, from: '2024-01-01' } },
    OpenDeclaration: { input: { programmeId, employerId: employer, month: '2025-07-01' } },
    AddDeclarationLines: { input: { declarationId: open, lines: [{ memberNumber: 'M-AMA', earnings: '100' }] } },
    SubmitDeclaration: { input: { declarationId: filled } },
    AcceptDeclaration: { input: { declarationId: submitted, idempotencyKey: key() } },
    DeclarationsOfEmployer: { employer },
    RejectedLines: { declaration: posted },
    EmployerCompliance: { employer, programme: programmeId, from: '2025-06-01' },
    MemberStatement: { number: 'M-AMA' },
    RecordContributions: { input: { programmeId, source: 'CREDIT', months: [{ reference: 'C-1', memberNumber: 'M-KOFI', month: '2025-01-01', reason: 'CARE' }], idempotencyKey: key() } },
  };
}
