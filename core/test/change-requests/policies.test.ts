import { expect, it } from 'vitest';
import { startTestPlatform } from '../../src/testing/index.js';

it('a deployment whose policies name what there is not does not start, and is told all of it', async () => {
  const policies = [
    { operation: 'personUpdte' }, { operation: 'personUpdate', fields: ['birthdate', 'justification.evidence.source'] },
    { operation: 'personUpdate', approve: 'people.persons.raed' }, { operation: 'changeRequestApprove' },
    { operation: 'personUpdate', when: [{ field: 'id.familyNam', in: ['A'] }, { field: 'givenName', from: '1' }, { field: 'id.familyName', from: '1' }] },
    { operation: 'personUpdate', steps: [{ name: 'one', by: { group: 'heads' } }, { name: 'one', escalate: { group: 'none', permission: 'x' }, days: 1 }] },
  ];
  const start = startTestPlatform({ settings: { 'change-requests': { policies, groups: [{ code: 'head', name: 'Heads' }] } } });
  await expect(start).rejects.toThrow([
    'Setting change-requests.policies: there is no mutation "personUpdte" with an input. Did you mean "personUpdate"?',
    'Setting change-requests.policies: the input of personUpdate has no field "birthdate". Did you mean "birthDate"?',
    'Setting change-requests.policies: no module defines the permission "people.persons.raed". Did you mean "people.persons.read"?',
    'Setting change-requests.policies: "changeRequestApprove" decides on change requests, and cannot wait for one itself.',
    'Setting change-requests.policies: the input of personUpdate leads to nothing at "id.familyNam". Did you mean "familyName"?',
    'Setting change-requests.policies: "givenName" of the input of personUpdate is no number, so nothing is from 1 on.',
    'Setting change-requests.policies: "id.familyName" of the input of personUpdate is no number, so nothing is from 1 on.',
    'Setting change-requests.policies: change-requests.groups has no group "heads". Did you mean "head"?',
    'Setting change-requests.policies: no module defines the permission "x".',
    'Setting change-requests.policies: change-requests.groups has no group "none".',
    'Setting change-requests.policies: the policy for personUpdate has two steps named "one".',
  ].join('\n'));
});
