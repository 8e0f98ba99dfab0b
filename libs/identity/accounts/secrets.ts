import { hash as argon2, verify } from '@node-rs/argon2';
import { hash, randomBytes } from 'node:crypto';

/** argon2id (the package's default kind), 19 MiB, two passes: the OWASP Password Storage Cheat Sheet's first choice for one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const TOKEN_BYTES = 32;

export function hashPassword(password: string): Promise<string> {
  return argon2(password, COST);
}

/** Takes as long for an account that does not exist as for one that does. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), password);
  return matches && passwordHash !== undefined;
}

let nobodys: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobodys ??= hashPassword(randomBytes(TOKEN_BYTES).toString('base64url'));
  return nobodys;
}

/** 256 random bits for the cookie; the database keeps their hash alone. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

export function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
