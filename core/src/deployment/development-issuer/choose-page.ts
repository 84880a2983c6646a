import type { SignIn } from '../define-deployment.js';

/** The page on which a newcomer chooses who to be. */
export function choosePage(accounts: readonly SignIn[]): string {
  const buttons = accounts.map(({ name, role, places }) =>
    `<li><button name="account" value="${escaped(name)}">${escaped(name)}</button> ${escaped(role)}, ${places ? `for ${escaped(places.join(', '))}` : 'for every place'}</li>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in to Kinga</title></head><body>
<h1>Who are you today?</h1><p>Everybody here is made up. This page is for trying Kinga out and does not start in production.</p>
<form method="post"><ul>${buttons.join('')}</ul></form></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
