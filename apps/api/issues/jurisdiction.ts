import { Inject, Injectable } from '@nestjs/common';
import { KnownUnits, type LinkedPlaces, linkedPlaces, type Permit } from '#application';
import { type Directory, isWithin, type IssueState, type KnownIssue } from '#domain';
import { type ActingPost, type AdministrationAct, mayAdminister, mayEverGive, mayGive, mayReport, noteAudit, type Place, scopeOf, whoOf } from '#identity';
import { dateAt } from '#kernel';
import type { api } from '#wire';
import { HttpProblem, RefusedCommand } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';

/** What a post is told of an issue that it does not see, and of one that it sees but may not do this to. */
type Denial = 'not-found' | 'role-not-allowed';

/** Whether a post may give a command on what lies there: judged by the record itself, for the read models may lag behind it. */
@Injectable()
export class Jurisdiction {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(KnownUnits) private readonly units: KnownUnits) {}

  /** Where the roster leads the post's cadre today. */
  linked({ cadre }: ActingPost): Promise<LinkedPlaces> {
    const { record, readModels, now, settings } = this.parts;
    return linkedPlaces({ record, readModels }, cadre, dateAt(now(), settings.offsetMinutes));
  }

  /** Every area that the post may report for today. */
  async reportAreas(post: ActingPost): Promise<readonly api.ReportArea[]> {
    if (!mayEverGive(post.role, 'report-issue')) return [];
    const [units, { areas }] = await Promise.all([this.parts.readModels.units(), this.linked(post)]);
    const may = await this.units.judge((tree) => units.filter(({ code }) => mayReport(post, code, areas, tree)));
    return may.map(({ code }) => ({ unit: code, linked: areas.includes(code) }));
  }

  /** Throws `outside-area` unless the post may report for this area. */
  async allowReport(post: ActingPost, area: string): Promise<void> {
    if (await this.allows(post, 'report-issue', { area, unit: area })) return;
    const { areas } = await this.linked(post);
    if (await this.units.judge((units) => mayReport(post, area, areas, units))) return;
    await this.deny(post, 'report-issue', area, 'outside-area');
  }

  /**
   * Does this to an issue as far as the post may where the issue lies when it is decided. Throws `not-found` for one that is
   * unknown or out of the post's sight, `role-not-allowed` for one that it sees but may not do this to.
   */
  async onIssue<T>(post: ActingPost, command: string, issueId: string, give: (permit: Permit) => Promise<T>): Promise<T> {
    let denied: Denial | undefined;
    const permit: Permit = (state, units) => {
      denied = denialOf(post, command, state as IssueState, units);
      return denied && { code: denied };
    };
    try {
      return await give(permit);
    } catch (failure) {
      if (!(failure instanceof RefusedCommand && failure.refusal.code === denied)) throw failure;
      return await this.deny(post, command, issueId, denied);
    }
  }

  /** Whether the post may do this to what lies there. */
  allows(post: ActingPost, act: string, place: Place): Promise<boolean> {
    return this.units.judge((units) => mayGive(post, act, place, units));
  }

  /** Why the post may not do this to an issue that is as the record has it; undefined when it may. */
  denial(post: ActingPost, act: string, issue: IssueState): Promise<Denial | undefined> {
    return this.units.judge((units) => denialOf(post, act, issue, units));
  }

  /** Throws `role-not-allowed` unless the post may do this to what belongs to no unit: to the rules of the whole. */
  async allowForAll(post: ActingPost, act: AdministrationAct, subject: string): Promise<void> {
    if (mayAdminister(post, act, await this.parts.readModels.directory())) return;
    await this.deny(post, act, subject, 'role-not-allowed');
  }

  private async deny(post: ActingPost, command: string, subject: string, code: Denial | 'outside-area'): Promise<never> {
    await noteAudit(this.parts.desk, { act: 'access-denied', ...whoOf(post), subject, detail: { command, answer: code } });
    throw new HttpProblem(code);
  }
}

function denialOf(post: ActingPost, command: string, issue: IssueState, units: Directory): Denial | undefined {
  if (issue.status === 'none' || !isSeen(post, issue, units)) return 'not-found';
  return mayGive(post, command, { area: issue.area, unit: issue.holder.unit }, units) ? undefined : 'role-not-allowed';
}

/** As the read models show it: to the area, to whoever holds it and to those that stay co-responsible, who see more than they may do. */
function isSeen(post: ActingPost, { area, holder, coResponsible }: KnownIssue, directory: Directory): boolean {
  const concerned = [area, holder.unit, ...coResponsible];
  return scopeOf(post).within.some((root) => concerned.some((unit) => isWithin(directory, unit, root)));
}
