import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** `kinga start` in a process of its own. */
export interface KingaProcess {
  readonly child: ChildProcess;
  /** Where it answers, without `/graphql`. */
  readonly origin: string;
  /** A bearer token of the development issuer, for each sign-in of the configuration. */
  readonly tokens: readonly string[];
  /** Asks it to end, and waits until it has. */
  stop(): Promise<number | null>;
}

/** Starts it as it was built, and waits until it answers. */
export async function startKinga(config: string, env: Readonly<Record<string, string>>): Promise<KingaProcess> {
  const child = fork(fileURLToPath(new URL('../../../../plugin-sdk/bin/kinga.js', import.meta.url)), ['start', '--json', '--config', config], {
    env: { ...process.env, PORT: '0', ...env }, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = { out: '', err: '' };
  child.stderr?.on('data', (text: Buffer) => { said.err += String(text); });
  // Where it cannot start it says why, in the same form.
  const welcome = await new Promise<{ readonly url: string; readonly signIns: readonly { readonly token: string }[] }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`kinga start ended with ${code}: ${said.err}${said.out}`)));
    child.stdout?.on('data', (text: Buffer) => {
      said.out += String(text);
      if (!said.out.trimEnd().endsWith('}')) return;
      const told = JSON.parse(said.out) as { readonly url?: string };
      if (told.url) resolve(told as never);
      else reject(new Error(`kinga start did not start: ${said.err}${said.out}`));
    });
  });
  return {
    child,
    origin: new URL(welcome.url).origin,
    tokens: welcome.signIns.map(({ token }) => token),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      return ((await once(child, 'exit')) as [number | null])[0];
    },
  };
}
