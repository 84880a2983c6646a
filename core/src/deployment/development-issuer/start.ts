import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import type { SignIn } from '../define-deployment.js';
import { issuerHandler } from './handle.js';
import { developmentProvider } from './provider.js';

/** A development issuer that answers. */
export interface RunningIssuer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a real OpenID Connect provider on this machine, in which the deployment's sign-ins are the accounts.
 *
 * @param kinga where browsers reach Kinga
 * @param port a port to take where it is free; any other where it is not
 */
export async function startDevelopmentIssuer(kinga: string, port: number, accounts: readonly SignIn[]): Promise<RunningIssuer> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'development', alg: 'ES256', use: 'sig' };
  const server = createServer();
  const url = `http://localhost:${await listen(server, port)}`;
  server.on('request', issuerHandler(developmentProvider({ url, kinga, accounts, keys: [key] }), accounts));
  return {
    url,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  const attempt = async (at: number): Promise<number> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as { readonly port: number }).port;
  };
  return attempt(port).catch((error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? attempt(0) : Promise.reject(error)));
}
