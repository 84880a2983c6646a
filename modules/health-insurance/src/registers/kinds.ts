import { registerEnumType } from '@kinga/plugin-sdk';

export enum ServiceKind {
  SERVICE = 'SERVICE',
  ITEM = 'ITEM',
}
registerEnumType(ServiceKind, {
  name: 'ServiceKind',
  description: 'What an entry of the register of services is.',
  valuesConfig: { SERVICE: { description: 'Something that is done: a consultation, an operation, a day in a ward.' }, ITEM: { description: 'Something that is given: a medicine, a device.' } },
});

export enum ServiceCategory {
  SURGERY = 'SURGERY',
  DELIVERY = 'DELIVERY',
  ANTENATAL = 'ANTENATAL',
  HOSPITALISATION = 'HOSPITALISATION',
  CONSULTATION = 'CONSULTATION',
  OTHER = 'OTHER',
  VISIT = 'VISIT',
}
registerEnumType(ServiceCategory, {
  name: 'ServiceCategory',
  description: 'What a service is counted as, and a claim by the first of these that one of its services is.',
  valuesConfig: {
    SURGERY: { description: 'An operation.' },
    DELIVERY: { description: 'The birth of a child.' },
    ANTENATAL: { description: 'Care before a birth.' },
    HOSPITALISATION: { description: 'A stay in hospital; also each claim whose stay is longer than a day.' },
    CONSULTATION: { description: 'A consultation.' },
    OTHER: { description: 'Something else.' },
    VISIT: { description: 'A visit and nothing more.' },
  },
});

export enum CareType {
  IN_PATIENT = 'IN_PATIENT',
  OUT_PATIENT = 'OUT_PATIENT',
  BOTH = 'BOTH',
}
registerEnumType(CareType, {
  name: 'CareType',
  description: 'Whether patients stay.',
  valuesConfig: { IN_PATIENT: { description: 'Patients who stay.' }, OUT_PATIENT: { description: 'Patients who come and go.' }, BOTH: { description: 'Both.' } },
});

export enum PatientSex {
  FEMALE = 'FEMALE',
  MALE = 'MALE',
}
registerEnumType(PatientSex, {
  name: 'PatientSex',
  description: 'Patients of one sex. Whose sex is recorded as another or not at all counts as male, as the register of openIMIS has it.',
  valuesConfig: { FEMALE: { description: 'Women and girls.' }, MALE: { description: 'Everybody else.' } },
});

export enum PatientAge {
  ADULT = 'ADULT',
  MINOR = 'MINOR',
}
registerEnumType(PatientAge, {
  name: 'PatientAge',
  description: 'Patients who are of age, or who are not, on the day of the visit.',
  valuesConfig: { ADULT: { description: 'Who is of age.' }, MINOR: { description: 'Who is not.' } },
});

export enum ServicePackage {
  SIMPLE = 'SIMPLE',
  BUNDLE = 'BUNDLE',
  FIXED = 'FIXED',
}
registerEnumType(ServicePackage, {
  name: 'ServicePackage',
  description: 'Whether a service is made of others, and what it costs then.',
  valuesConfig: {
    SIMPLE: { description: 'It is not.' },
    BUNDLE: { description: 'It costs its own price where just its parts were given, and nothing where others were.' },
    FIXED: { description: 'It costs what its parts cost, and never more than its own price.' },
  },
});
