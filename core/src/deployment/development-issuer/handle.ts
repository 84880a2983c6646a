import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import type { SignIn } from '../define-deployment.js';
import { choosePage } from './choose-page.js';

/** Answers as a provider does, and with its page to choose an account. */
export function issuerHandler(provider: Provider, accounts: readonly SignIn[]): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = provider.callback();
  return (request, response) => {
    if (!request.url?.startsWith('/choose/')) return void answer(request, response);
    choose(provider, accounts, request, response).catch(() => response.writeHead(400).end('This sign-in is over. Begin again.'));
  };
}

async function choose(provider: Provider, accounts: readonly SignIn[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Fails where the browser has no interaction of this name under way.
  await provider.interactionDetails(request, response);
  const chosen = request.method === 'POST' ? new URLSearchParams(await text(request)).get('account') : null;
  if (chosen !== null && accounts.some(({ name }) => name === chosen)) {
    return provider.interactionFinished(request, response, { login: { accountId: chosen } }, { mergeWithLastSubmission: false });
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" }).end(choosePage(accounts));
}
