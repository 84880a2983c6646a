import { grievanceCategories, grievanceChannels, grievanceOutcomes } from './code-lists.js';

/** What every country has. Modules and settings add their own, or say these otherwise. */
export const commonLists = [
  grievanceCategories.contribute('eligibility', { description: 'Who was found eligible, or not' }),
  grievanceCategories.contribute('benefit-amount', { description: 'How much somebody is owed' }),
  grievanceCategories.contribute('payment', { description: 'A payment that was late, wrong or never came' }),
  grievanceCategories.contribute('registration', { description: 'What the registry says of somebody, or that it says nothing' }),
  grievanceCategories.contribute('service', { description: 'How somebody was served, waiting and opening hours included' }),
  grievanceCategories.contribute('data-protection', { description: 'What was done with data of somebody' }),
  grievanceCategories.contribute('other', { description: 'What none of the others fits' }),
  grievanceCategories.contribute('staff-conduct', { description: 'How staff behaved', confidentiality: 'CONFIDENTIAL' }),
  grievanceCategories.contribute('corruption', { description: 'Money or favours that were asked for or taken', confidentiality: 'CONFIDENTIAL' }),
  grievanceCategories.contribute('abuse', { description: 'Violence, harassment or exploitation', confidentiality: 'RESTRICTED' }),

  grievanceChannels.contribute('in-person', { description: 'Said in an office' }),
  grievanceChannels.contribute('telephone', { description: 'Said on the telephone' }),
  grievanceChannels.contribute('letter', { description: 'Written on paper' }),
  grievanceChannels.contribute('email', { description: 'Written by electronic mail' }),
  grievanceChannels.contribute('text-message', { description: 'Written by telephone' }),
  grievanceChannels.contribute('web', { description: 'Written on a web page' }),
  grievanceChannels.contribute('community-meeting', { description: 'Said in a meeting of the community' }),
  grievanceChannels.contribute('suggestion-box', { description: 'Put into a box' }),

  grievanceOutcomes.contribute('corrected', { description: 'What was wrong was put right', decides: 'RESOLVE' }),
  grievanceOutcomes.contribute('explained', { description: 'It was right, and was explained', decides: 'RESOLVE' }),
  grievanceOutcomes.contribute('referred', { description: 'Others answer for it, to whom it was handed on', decides: 'RESOLVE' }),
  grievanceOutcomes.contribute('unfounded', { description: 'It is not so', decides: 'REJECT' }),
  grievanceOutcomes.contribute('inadmissible', { description: 'It is no matter for a grievance, or came too late', decides: 'REJECT' }),
];
