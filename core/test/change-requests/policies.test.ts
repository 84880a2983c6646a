import { expect, it } from 'vitest';
import { startTestPlatform } from '../../src/testing/index.js';

it('a deployment whose policies name what there is not does not start, and is told all of it', async () => {
  const policies = [
    { operation: 'personUpdte' }, { operation: 'personUpdate', fields: ['birthdate', 'justification.evidence.source'] },
    { operation: 'personUpdate', approve: 'people.persons.raed' }, { operation: 'changeRequestApprove' },
  ];
  const start = startTestPlatform({ settings: { 'change-requests': { policies } } });
  await expect(start).rejects.toThrow([
    'Setting change-requests.policies: there is no mutation "personUpdte" with an input. Did you mean "personUpdate"?',
    'Setting change-requests.policies: the input of personUpdate has no field "birthdate". Did you mean "birthDate"?',
    'Setting change-requests.policies: no module defines the permission "people.persons.raed". Did you mean "people.persons.read"?',
    'Setting change-requests.policies: "changeRequestApprove" decides on change requests, and cannot wait for one itself.',
  ].join('\n'));
});
