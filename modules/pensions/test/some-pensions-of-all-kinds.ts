import type { OperationVariables, TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done, pensionScheme, rule } from './some-scheme.js';
import { awarded, claim, contributed, DEFINED_BENEFIT, determine, key, persons } from './some-pension.js';

/** A scheme with claims, pensions, proofs, revisions, survivors and indexations, and variables for the operations of all that. */
export async function pensionsOfAllKinds(platform: TestPlatform): Promise<OperationVariables> {
  const [clerk, approver] = [anybody(platform, 'clerk'), anybody(platform, 'approver')];
  const today = platform.platform.context({ actor: platform.platform.system() }).today;
  const year = Number(today.slice(0, 4));
  const from = `${year - 1}-01-01`;
  const people = await persons(platform, Object.fromEntries(['Ann', 'Ben', 'Cyd', 'Dan', 'Eve', 'Fay', 'Gus'].map((name) => [name, `${year - 66}-01-01`])));
  const person = (name: string): string => people[name] ?? '';
  const scheme = await pensionScheme(platform, 'ALL-KINDS', [...DEFINED_BENEFIT, rule('share', 'SURVIVOR_SHARE', '0.4')]);
  for (const name of ['Ann', 'Ben', 'Cyd', 'Dan', 'Gus']) await contributed(platform, scheme, person(name), `${year - 21}-01-01`, `${year - 2}-12-01`, '700.00');
  await done(clerk, 'pensionPaymentPolicySet', { programmeId: scheme, proofMonths: 12 }, 'policy { id }');
  const [ann, ben, dan] = [await awarded(platform, scheme, person('Ann'), from), await awarded(platform, scheme, person('Ben'), from), await awarded(platform, scheme, person('Dan'), from)];
  const lodged = await claim(clerk, scheme, person('Cyd'), from);
  const granted = await claim(anybody(platform, 'another clerk'), scheme, person('Gus'), from);
  await determine(platform, scheme, `${year - 1}-01`);
  await done(clerk, 'lifeProofRecord', { awardId: ann, way: 'VISIT' }, 'award { id }');
  await contributed(platform, scheme, person('Ann'), `${year - 22}-01-01`, `${year - 22}-12-01`, '100.00');
  await done(clerk, 'pensionAwardRevise', { awardId: ann, because: 'A year was found' }, 'revision { id }');
  await contributed(platform, scheme, person('Dan'), `${year - 22}-01-01`, `${year - 22}-12-01`, '100.00');
  await done(clerk, 'deathRecord', { personId: person('Ben'), on: `${year - 1}-03-03` }, 'lifeEvent { id }');
  const { case: proposed } = await done<{ case: { id: string } }>(clerk, 'survivorsPropose', { awardId: ben, survivors: [{ personId: person('Eve'), relation: 'SPOUSE' }] }, 'case { id }');
  await done(approver, 'survivorsDecide', { caseId: proposed.id, approve: true, ...key() }, 'case { id }');
  const eve = await awarded(platform, await pensionScheme(platform, 'FLAT-KIND', [rule('all', 'ELIGIBILITY', 'true'), rule('pension', 'AMOUNT', 'money("10.00")'), rule('part', 'SURVIVOR_SHARE', '0.5')]), person('Eve'), from);
  await done(clerk, 'deathRecord', { personId: person('Eve'), on: `${year - 1}-06-06` }, 'lifeEvent { id }');
  const { indexation } = await done<{ indexation: { id: string } }>(clerk, 'pensionIndexationSimulate', { programmeId: scheme, code: 'FIRST', from: `${year - 1}-07-01`, percent: '5', source: 'Made up' }, 'indexation { id }');
  await platform.finishJobs();
  await done(approver, 'pensionIndexationDecide', { indexationId: indexation.id, approve: true, ...key() }, 'indexation { id }');
  await platform.finishJobs();
  return {
    OpenPensionClaims: { scheme }, PensionEntitlement: { input: { programmeId: scheme, personId: person('Fay'), kind: 'OLD_AGE' } },
    PensionEstimates: { scheme, people: [{ birthDate: `${year - 60}-01-01`, sex: 'MALE', claimOn: today, history: [{ month: `${year - 20}-01-01`, to: `${year - 1}-01-01`, earnings: '500' }] }] },
    PensionCalculation: { claim: lodged.id }, LodgePensionClaim: { input: { programmeId: scheme, personId: person('Fay'), kind: 'OLD_AGE', from: today } }, AwardPension: { input: { claimId: granted.id, ...key() } },
    PensionsOfPerson: { person: person('Ann') }, LifeProofsDue: { scheme, by: `${year + 2}-01-01` }, RecordLifeProof: { input: { awardId: ann, way: 'DOCUMENT' } }, RevisePension: { input: { awardId: dan, because: 'A year was found' } },
    ProposeSurvivors: { input: { awardId: eve, survivors: [{ personId: person('Fay'), relation: 'SPOUSE' }] } },
    SimulateIndexation: { input: { programmeId: scheme, code: 'SECOND', from: `${year - 1}-10-01`, flat: '1', source: 'Made up' } }, Indexation: { id: indexation.id },
  };
}
