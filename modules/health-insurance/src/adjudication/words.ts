import type { Context } from '@kinga/plugin-sdk';

/** What steps note as codes, by the name of the fact: what they went by in words. Other languages are in the locales, as `claim-word.<fact>.<code>`. */
const WORDS: Readonly<Record<string, string>> = {
  'age.*': 'any',
  'age.ADULT': 'adult',
  'age.MINOR': 'minor',
  'care.ANY': 'any care',
  'care.IN_PATIENT': 'in-patient care',
  'care.OUT_PATIENT': 'out-patient care',
  'category.ANTENATAL': 'antenatal care',
  'category.CONSULTATION': 'consultation',
  'category.DELIVERY': 'delivery',
  'category.HOSPITALISATION': 'stay in hospital',
  'category.OTHER': 'other care',
  'category.SURGERY': 'surgery',
  'category.VISIT': 'visit',
  'facility.BOTH': 'to in-patients and out-patients',
  'facility.IN_PATIENT': 'to in-patients',
  'facility.OUT_PATIENT': 'to out-patients',
  'kind.AMOUNT': 'for each at most',
  'kind.SHARE': 'a share of',
  'level.DISPENSARY': 'at a dispensary',
  'level.HEALTH_CENTRE': 'at a health centre',
  'level.HOSPITAL': 'at a hospital',
  'level.–': 'at the facility',
  'list.–': 'nothing',
  'origin.BUNDLE': 'the price of a bundle',
  'origin.CLAIMED': 'the price that is asked for',
  'origin.FIXED': 'the price of a fixed package',
  'origin.LIST': 'the price of the list, and no more than is asked for',
  'origin.RELATIVE': 'the price that the index of the period weighs',
  'origin.REVIEW': 'the price of the review',
  'patientSex.FEMALE': 'female',
  'patientSex.MALE': 'male',
  'per.MEMBER': 'member',
  'per.POLICY': 'policy',
  'per.TREATMENT': 'treatment',
  'price.–': 'the price that holds without it',
  'service.BOTH': 'in-patients and out-patients',
  'service.IN_PATIENT': 'in-patients',
  'service.OUT_PATIENT': 'out-patients',
  'sex.*': 'any',
  'sex.FEMALE': 'female',
  'sex.MALE': 'male',
};

/** A value of a fact as it is told: a code in words, all else as it is. */
export function wordOf(texts: Context['platform']['texts'], locale: string, fact: string, value: string): string {
  const key = `${fact}.${value}`;
  return WORDS[key] === undefined ? value : texts.of(locale, `claim-word.${key}`) ?? WORDS[key];
}
