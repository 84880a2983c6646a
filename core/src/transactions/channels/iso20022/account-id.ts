/** An account's number without spaces. */
export function compact(account: string): string {
  return account.replace(/\s+/g, '');
}

/** Whether an account's number is an IBAN whose check digits are right (ISO 13616, MOD 97-10). */
export function isIban(account: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(account)) return false;
  const digits = [...account.slice(4), ...account.slice(0, 4)].map((letter) => Number.parseInt(letter, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
