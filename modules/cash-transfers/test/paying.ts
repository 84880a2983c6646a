import { readFile } from 'node:fs/promises';
import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody } from './some-cycle.js';

/**
 * Pays what is due until today: a run that a second person approves, sent as a file, whose answer says the same of every payment.
 *
 * @returns the payments, as `payee amount`
 */
export async function payWhatIsDue(platform: TestPlatform, programmeId: string, status: 'PAID' | 'RETURNED', until: string): Promise<readonly string[]> {
  const [officer, approver] = [anybody(platform, 'officer'), anybody(platform, 'approver')];
  const key = (step: string): { readonly idempotencyKey: string } => ({ idempotencyKey: `pay-${programmeId}-${until}-${step}` });
  const { paymentRunCreate: { run: { id: runId } } } = await officer.run<{ paymentRunCreate: { run: { id: string } } }>(
    'mutation ($input: PaymentRunCreateInput!) { paymentRunCreate(input: $input) { run { id } userErrors { code message } } }', { input: { programmeId, until, channel: 'csv-file', ...key('create') } });
  await platform.finishJobs();
  const { paymentRun: { contentHash } } = await officer.run<{ paymentRun: { contentHash: string } }>('query ($id: ID!) { paymentRun(by: { id: $id }) { contentHash } }', { id: runId });
  await approver.run('mutation ($input: PaymentRunApproveInput!) { paymentRunApprove(input: $input) { run { state } userErrors { code message } } }', { input: { runId, contentHash, ...key('approve') } });
  await officer.run('mutation ($input: PaymentRunSendInput!) { paymentRunSend(input: $input) { job { id } userErrors { code message } } }', { input: { runId, ...key('send') } });
  await platform.finishJobs();
  const { paymentRun: { batches } } = await officer.run<{ paymentRun: { batches: { nodes: readonly { number: number; receipt: string }[] } } }>('query ($id: ID!) { paymentRun(by: { id: $id }) { batches { nodes { number receipt } } } }', { id: runId });
  const payments: string[] = [];
  for (const { number, receipt } of batches.nodes) {
    const [, ...lines] = (await readFile(receipt, 'utf8')).split('\r\n').filter((line) => line !== '');
    const answer = lines.map((line) => {
      const [reference = '', payee = '', , amount = ''] = line.split(',');
      payments.push(`${payee} ${amount}`);
      return `${reference},${amount},${status},${status === 'RETURNED' ? 'NOT_COLLECTED' : ''}`;
    });
    await officer.run('mutation ($input: PaymentRunReceiveAnswerInput!) { paymentRunReceiveAnswer(input: $input) { paid returned userErrors { code message } } }',
      { input: { runId, answer: ['reference,amount,status,reason', ...answer, ''].join('\r\n'), ...key(`answer-${number}`) } });
  }
  return payments.sort();
}
