/** That PostgreSQL cannot compute what rules ask of somebody's facts: a date out of range, a number too large. */
export interface DataFault {
  /** SQLSTATE of the class 22 or 54. */
  readonly code: string;
  readonly message: string;
}

export function isDataFault(error: unknown): error is DataFault {
  return /^(22|54)/.test((error as { readonly code?: string }).code ?? '');
}

/** What PostgreSQL says before it quotes a value, which is somebody's. */
export function withoutValue({ message }: DataFault): string {
  return message.replace(/".*/s, '…').slice(0, 500);
}
