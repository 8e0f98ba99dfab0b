import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie that holds the session's token: never readable by a script, never sent by another site's page. */
export class SessionCookie {
  readonly name: string;

  /** `secure`: people reach the product by https. The prefix then binds the cookie to this very host. */
  constructor(private readonly secure: boolean) {
    this.name = secure ? '__Host-minqing' : 'minqing';
  }

  read(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.name];
    return token !== undefined && /^[\w-]{20,100}$/.test(token) ? token : undefined;
  }

  write(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.name, token, this.attributes());
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.attributes());
  }

  private attributes(): { path: string; httpOnly: boolean; sameSite: 'strict'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.secure };
  }
}
