import type { Refusal, TxContext } from '@kinga/plugin-sdk';
import { facilityUnknown } from '../facilities/refusals.js';
import { quantityPositive, serviceUnknown } from '../registers/refusals.js';
import type { ClaimEnterInput } from './claim-input.js';
import type { ClaimProblem } from './read-claims.js';
import {
  claimAmountZero, claimCodeLong, claimCodeTaken, claimCurrencies, claimExplanation, claimParts, claimPrice, claimQuantity, claimTooLong, diagnosisTwice, diagnosisUnknown, patientUnknown, visitDays, visitInFuture,
} from './refusals.js';
import { settingsOfClaims } from './settings.js';

/** A problem as the refusal that the caller is told. @param root where the claim stands in the input */
export function refusalOf(ctx: TxContext, { line, what, value }: ClaimProblem, { facilityCode }: Partial<ClaimEnterInput>, root: string): Refusal {
  const { codeLength, explainAbove, mostLines } = settingsOfClaims(ctx.platform);
  const [path, code] = [`${root}${line === null ? '' : `lines.${line - 1}.`}`, value ?? ''];
  switch (what) {
    case 'FACILITY': return facilityUnknown(`${path}facilityCode`, { code: facilityCode ?? '' });
    case 'PATIENT': return patientUnknown(`${path}personId`);
    case 'DIAGNOSIS': return diagnosisUnknown(`${path}diagnosisCode`, { code });
    case 'TWICE': return diagnosisTwice(`${path}otherDiagnosisCodes`, { code });
    case 'DAYS': return visitDays(`${path}visitTo`);
    case 'FUTURE': return visitInFuture(`${path}visitFrom`);
    case 'LENGTH': return claimCodeLong(`${path}code`, { most: codeLength });
    case 'TAKEN': return claimCodeTaken(`${path}code`, { code });
    case 'ZERO': return claimAmountZero(`${path}lines`);
    case 'CURRENCIES': return claimCurrencies(`${path}lines`);
    case 'LINES': return claimTooLong(`${path}lines`, { most: mostLines });
    case 'SERVICE': return serviceUnknown(`${path}serviceCode`, { code });
    case 'QUANTITY': return value === null ? quantityPositive(`${path}quantity`) : claimQuantity(`${path}quantity`, { most: value });
    case 'PRICE': return claimPrice(`${path}price`);
    case 'EXPLAIN': return claimExplanation(`${path}explanation`, { code, most: explainAbove ?? '' });
    default: return claimParts(`${path}parts`, { code });
  }
}
