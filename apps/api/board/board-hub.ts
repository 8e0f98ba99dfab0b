import type { Logger } from 'pino';
import type { Instant } from '#kernel';
import type { ReadModels, Scope } from '#projections';
import { HttpProblem } from '../http/problem.js';
import { ChangeLog } from './change-log.js';
import { frameFor, heartbeatFrame, reloadFrame } from './frames.js';
import type { StreamLimits } from './stream-limits.js';

const RETRY_MS = 1_000;
/** Open pages of one person; nobody uses up the places of all. */
const MOST_OF_ONE = 10;

/** Someone who watches the board. `send` answers false when the client takes too little to be kept. */
export interface BoardListener {
  readonly scope: Scope;
  readonly cadre: string;
  readonly sessionId: string;
  isAlive(): Promise<boolean>;
  send(frame: string): boolean;
  end(): void;
}

interface Parts {
  readonly readModels: Pick<ReadModels, 'board' | 'boardChanges' | 'directory' | 'onAdvance'>;
  readonly now: () => Instant;
  readonly logger: Logger;
  readonly mostListeners: number;
  readonly limits: StreamLimits;
}

/** Asks once for what changed on the board and tells all who watch it, each within what its post may see. */
export class BoardHub {
  private readonly listeners = new Set<BoardListener>();
  private log: Promise<ChangeLog> | undefined;
  /** The cadres of those admitted and not added yet. */
  private readonly admitted: string[] = [];
  private advancing = false;
  private again = false;
  private readonly stopFollowing: () => void;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(private readonly parts: Parts) {
    // Also while nobody listens, once someone has: a night's changes asked for at once would be too many.
    this.stopFollowing = parts.readModels.onAdvance(() => void this.advance());
    this.heartbeat = setInterval(() => void this.beat(), parts.limits.heartbeatMs).unref();
  }

  get mostUnreadBytes(): number {
    return this.parts.limits.mostUnreadBytes;
  }

  get listening(): number {
    return this.listeners.size;
  }

  /** Keeps a place for a listener that is then added; throws the problem `too-many-streams` when there is none left, or none for this cadre. */
  admit(cadre: string): void {
    const taken = [...this.admitted, ...[...this.listeners].map((listener) => listener.cadre)];
    const isFull = taken.length >= this.parts.mostListeners || taken.filter((one) => one === cadre).length >= MOST_OF_ONE;
    if (isFull) throw new HttpProblem('too-many-streams', { headers: { 'retry-after': '30' } });
    this.admitted.push(cadre);
  }

  /** Adds an admitted listener, first bringing it from `after` (the present, when absent) to where the log stands. */
  async add(listener: BoardListener, after: number | undefined): Promise<void> {
    try {
      await this.join(listener, after);
    } finally {
      this.admitted.splice(this.admitted.indexOf(listener.cadre), 1);
    }
  }

  private async join(listener: BoardListener, after: number | undefined): Promise<void> {
    const log = await this.openLog();
    await this.advance();
    const missed = after === undefined ? [] : log.since(after);
    const frames = missed ? missed.map((change) => frameFor(change, listener.scope)).filter((frame) => frame !== null) : [reloadFrame(log.position)];
    this.listeners.add(listener);
    this.deliver(listener, this.digestible(frames.join(''), log.position) + heartbeatFrame(log.position));
  }

  remove(listener: BoardListener): void {
    this.listeners.delete(listener);
  }

  /** Ends the streams of a session that is over or has changed its post. */
  endSession(sessionId: string): void {
    for (const listener of this.listeners) {
      if (listener.sessionId === sessionId) this.drop(listener);
    }
  }

  close(): void {
    this.stopFollowing();
    clearInterval(this.heartbeat);
    for (const listener of this.listeners) this.drop(listener);
  }

  private openLog(): Promise<ChangeLog> {
    this.log ??= ChangeLog.open(this.parts.readModels, this.parts.now, this.parts.limits.keptChanges).catch((error: unknown) => {
      this.log = undefined;
      throw error;
    });
    return this.log;
  }

  /** One question at a time; advances that come meanwhile are answered by one more. */
  private async advance(): Promise<void> {
    this.again = true;
    if (this.advancing || !this.log) return;
    this.advancing = true;
    try {
      const log = await this.log;
      while (this.again) {
        this.again = false;
        await this.tell(log);
      }
    } catch (error) {
      this.parts.logger.error({ err: error }, 'could not read the changes of the board');
      setTimeout(() => void this.advance(), RETRY_MS).unref();
    } finally {
      this.advancing = false;
    }
  }

  private async tell(log: ChangeLog): Promise<void> {
    const change = await log.advance();
    if (!change) return;
    const frames = new Map<string, string>();
    for (const listener of this.listeners) {
      const key = listener.scope === 'everything' ? '' : listener.scope.within.join(' ');
      if (!frames.has(key)) frames.set(key, this.digestible(frameFor(change, listener.scope) ?? '', change.position));
      const frame = frames.get(key);
      if (frame) this.deliver(listener, frame);
    }
  }

  /** What is so much that a client could be dropped for not having read it yet becomes the word to get the board again. */
  private digestible(frames: string, position: number): string {
    return Buffer.byteLength(frames) > this.mostUnreadBytes / 2 ? reloadFrame(position) : frames;
  }

  private async beat(): Promise<void> {
    const position = (await this.log?.catch(() => undefined))?.position;
    await Promise.all([...this.listeners].map(async (listener) => {
      const alive = await listener.isAlive().catch(() => false);
      if (!alive) this.drop(listener);
      else if (position !== undefined) this.deliver(listener, heartbeatFrame(position));
    }));
  }

  private deliver(listener: BoardListener, frames: string): void {
    if (!listener.send(frames)) this.drop(listener);
  }

  private drop(listener: BoardListener): void {
    this.listeners.delete(listener);
    listener.end();
  }
}
