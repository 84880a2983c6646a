import { grievanceCategories, grievanceChannels } from '../grievances/code-lists.js';
import type { Contribution } from '../kernel/module/extension-point.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import { EnrolmentMove } from '../programmes/enrolments/enrolment-state.js';
import { enrolmentReasons } from '../programmes/enrolments/reasons.js';
import { packProblem } from './pack-problems.js';
import type { Pack } from './read-pack.js';

type Texts = Readonly<Record<string, string>>;

/** What packs bring to lists of codes, and its texts by language. */
export interface CodeLists {
  readonly contributes: readonly Contribution[];
  readonly texts: Readonly<Record<string, Texts>>;
}

interface Entry {
  readonly pack: string;
  readonly said: string;
}

/** The codes that packs bring; what several bring alike is there once, and what they mean differently is told. */
export function codeListsOf(packs: readonly Pack[], problems: PlanProblem[]): CodeLists {
  const known = new Map<string, Entry>();
  const contributes: Contribution[] = [];
  const languages: Record<string, Record<string, string>> = {};
  const add = (list: string, pack: string, entry: { readonly code: string; readonly texts: Texts }, contribution: Contribution, key?: string): void => {
    const at = `${list} ${entry.code}`;
    const said = JSON.stringify(entry);
    const before = known.get(at);
    if (before && before.said !== said) problems.push(packProblem('PACK_CODES_CLASH', `${at} is one thing in the pack ${before.pack} and another in ${pack}.`, 'Give one of them another code, or describe both alike.'));
    if (before) return;
    known.set(at, { pack, said });
    contributes.push(contribution);
    if (key) for (const [language, text] of Object.entries(entry.texts)) (languages[language] ??= {})[key] = text;
  };
  for (const { data: { pack, codeLists } } of packs) {
    for (const entry of codeLists.enrolmentReasons) add('enrolmentReasons', pack, entry, enrolmentReasons.contribute(entry.code, { text: entry.texts['en'] ?? '', moves: entry.moves.map((move) => EnrolmentMove[move]) }), `enrolment.${entry.code}`);
    for (const entry of codeLists.grievanceCategories) add('grievanceCategories', pack, entry, grievanceCategories.contribute(entry.code, { description: entry.texts['en'] ?? '', ...(entry.confidentiality && { confidentiality: entry.confidentiality }) }));
    for (const entry of codeLists.grievanceChannels) add('grievanceChannels', pack, entry, grievanceChannels.contribute(entry.code, { description: entry.texts['en'] ?? '' }));
  }
  return { contributes, texts: languages };
}
