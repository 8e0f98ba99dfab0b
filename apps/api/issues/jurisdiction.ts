import { Inject, Injectable } from '@nestjs/common';
import { KnownUnits, streamOf } from '#application';
import { type Directory, isWithin, issueDecider, type IssueEvent } from '#domain';
import { type ActingPost, type AdministrationAct, mayAdminister, mayGive, noteAudit, type Place, scopeOf } from '#identity';
import { decodeEvent } from '#wire';
import { HttpProblem } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';

/** Whether a post may give a command on what lies there: judged by the record itself, for the read models may lag behind it. */
@Injectable()
export class Jurisdiction {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(KnownUnits) private readonly units: KnownUnits) {}

  /** Throws `outside-area` unless the post may report for this area. */
  async allowReport(post: ActingPost, area: string): Promise<void> {
    if (await this.units.judge((units) => mayGive(post, 'report-issue', { area, unit: area }, units))) return;
    await this.deny(post, 'report-issue', area, 'outside-area');
  }

  /**
   * Throws `not-found` for an issue that is unknown or out of the post's sight, `role-not-allowed` for one that it sees but
   * may not do this to. A command that is on record already passes: its answer stays the same wherever the issue went since.
   */
  async allowOn(post: ActingPost, command: string, issueId: string, commandId: string): Promise<void> {
    const place = await this.placeOf(issueId);
    const { seen, allowed } = await this.units.judge((units) => ({
      seen: place !== undefined && isSeen(post, place, units), allowed: place !== undefined && mayGive(post, command, place, units),
    }));
    if (seen && allowed) return;
    if (await this.parts.store.findCommand(commandId)) return;
    if (!place) throw new HttpProblem('not-found');
    await this.deny(post, command, issueId, seen ? 'role-not-allowed' : 'not-found');
  }

  /** Throws `role-not-allowed` unless the post may do this to what belongs to no unit: to the rules of the whole. */
  async allowForAll(post: ActingPost, act: AdministrationAct, subject: string): Promise<void> {
    if (mayAdminister(post, act, null, await this.parts.readModels.directory())) return;
    await this.deny(post, act, subject, 'role-not-allowed');
  }

  private async placeOf(issueId: string): Promise<Place | undefined> {
    const { events } = await this.parts.store.readStream(streamOf.issue(issueId));
    const issue = events.map((event) => decodeEvent(event) as IssueEvent).reduce(issueDecider.evolve, issueDecider.initial);
    return issue.status === 'none' ? undefined : { area: issue.area, unit: issue.holder.unit };
  }

  private async deny({ cadre, post }: ActingPost, command: string, subject: string, code: 'not-found' | 'role-not-allowed' | 'outside-area'): Promise<never> {
    await noteAudit(this.parts.desk, { act: 'access-denied', cadre, post, subject, detail: { command, answer: code } });
    throw new HttpProblem(code);
  }
}

function isSeen(post: ActingPost, { area, unit }: Place, directory: Directory): boolean {
  return scopeOf(post).within.some((root) => isWithin(directory, area, root) || isWithin(directory, unit, root));
}
