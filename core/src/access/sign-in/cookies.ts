import type { FastifyReply, FastifyRequest } from 'fastify';

/** What browsers keep for Kinga. With https their names bind them to this host, to no other and to nothing below it (`__Host-`). */
export interface Cookies {
  /** The session's token: sent by this site's own pages only. */
  readonly session: Cookie;
  /** What a sign-in that is under way is known by: comes back along with the provider's answer, and so from another site. */
  readonly pending: Cookie;
}

export interface Cookie {
  /** Undefined where there is none; where there are two of a name, somebody else set one, and neither is taken. */
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, value: string, seconds: number): void;
  clear(reply: FastifyReply): void;
}

/** @param secure whether browsers reach Kinga by https; without, it is for this machine alone */
export function cookiesOf(secure: boolean): Cookies {
  const name = (short: string): string => (secure ? `__Host-${short}` : short);
  return { session: cookie(name('kinga-session'), secure, 'Strict'), pending: cookie(name('kinga-sign-in'), secure, 'Lax') };
}

function cookie(name: string, secure: boolean, sameSite: 'Strict' | 'Lax'): Cookie {
  // Values are Kinga's own, of letters that need no quoting.
  const write = (reply: FastifyReply, value: string, maxAge: number): void =>
    void reply.header('set-cookie', `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`);
  return {
    read: ({ headers }) => {
      const values = (headers.cookie ?? '').split(';').map((part) => part.trim()).filter((part) => part.startsWith(`${name}=`));
      return values.length === 1 ? (values[0]?.slice(name.length + 1) || undefined) : undefined;
    },
    set: write,
    clear: (reply) => write(reply, '', 0),
  };
}
