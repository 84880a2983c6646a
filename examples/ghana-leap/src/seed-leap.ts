import { mutate, type Platform, type Progress } from '@kinga/plugin-sdk';
import { programme, schedules } from './leap.js';

/** Creates the programme and its schedules through the API; run again, the same keys give the same answers. */
export async function seedLeap(platform: Platform, progress: Progress): Promise<void> {
  const ctx = platform.context({ actor: platform.system('ghana-leap') });
  progress.step('LEAP: the programme and its eligibility rule');
  const created = await mutate<{ programmeCreate: { programme: { id: string } } }>(
    ctx,
    'mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code message path } } }',
    { input: { ...programme, idempotencyKey: 'ghana-leap:programme' } },
  );
  for (const [index, schedule] of schedules.entries()) {
    progress.step(`LEAP: rates, ${schedule.source}`);
    await mutate(
      ctx,
      'mutation ($input: BenefitScheduleAddInput!) { benefitScheduleAdd(input: $input) { benefitSchedule { id } userErrors { code message path } } }',
      { input: { ...schedule, programmeId: created.programmeCreate.programme.id, idempotencyKey: `ghana-leap:schedule:${index + 1}` } },
    );
  }
}
