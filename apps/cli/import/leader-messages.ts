import { streamOf } from '#application';
import { suggestTopic, type ImportReply, type IssueEvent, type IssueReported, type IssueResolved } from '#domain';
import type { Instant } from '#kernel';
import { decodeEvent, events } from '#wire';
import { code, localTime, maybe, text } from './columns.js';
import { importer, issueOf, type ImportContext } from './importer.js';

const SOURCE = 'leader-messages';

interface LeaderMessage {
  readonly ref: string;
  readonly user: string;
  readonly title: string;
  readonly heardAt: Instant;
  readonly text: string;
  readonly answer: string | undefined;
  readonly answeredAt: Instant | undefined;
}

/** Residents' messages to a city's leaders with the replies, as such message boards export them. */
export const leaderMessages = importer<LeaderMessage>({
  columns: ({ now }) => ({
    ref: code('留言编号', '留言編號'), user: text(80, '留言用户', '留言用戶'), title: text(200, '留言主题', '留言主題'),
    heardAt: localTime(now, '留言时间', '留言時間'), text: text(20_000, '留言详情', '留言詳情'),
    answer: maybe(text(20_000, '答复意见', '答復意見')), answeredAt: maybe(localTime(now, '答复时间', '答復時間')),
  }),
  commands(row, context) {
    const unit = unitOf(row, context);
    if (!unit) return { column: '', code: 'row-without-unit' };
    if ((row.answer === undefined) !== (row.answeredAt === undefined)) return { column: '答复时间', code: 'answer-incomplete' };
    if (row.answeredAt !== undefined && row.answeredAt < row.heardAt) return { column: '答复时间', code: 'answer-before-message' };
    return [{
      key: row.ref, type: 'import-issue', at: context.now,
      data: {
        source: SOURCE, sourceRef: row.ref, title: row.title, text: row.text, area: unit, unit, reporter: { name: row.user }, ...(context.sealedIdentity ? { sealedIdentity: true } : {}), heardAt: row.heardAt,
        classification: { scope: 'individual', horizon: 'current', topic: suggestTopic(row.title, row.text), grade: 'general' },
        ...(replyIn(row) && { answer: replyIn(row) }),
        startClock: context.startClock,
      },
    }];
  },
  async again(row, { now }, record) {
    const issueId = issueOf(SOURCE, row.ref);
    const known = (await record.readStream(streamOf.issue(issueId))).events.map((event) => decodeEvent(event) as IssueEvent);
    const reported = known.find((event): event is IssueReported => event.type === 'IssueReported');
    if (!reported || !tellsTheSame(row, reported.data)) return 'otherwise';
    const reply = replyIn(row);
    const replied = known.find((event): event is IssueResolved => event.type === 'IssueResolved' && event.by.kind === 'import');
    if (!reply) return replied ? 'otherwise' : 'known';
    // Of whoever was erased nothing is written down anew.
    if (reported.data.text === events.ERASED) return 'known';
    if (!replied) return { key: `${row.ref}/reply`, type: 'import-reply', at: now, data: { issueId, source: SOURCE, sourceRef: row.ref, answer: reply } };
    return replied.at === reply.at && isSame(replied.data.summary, reply.text) ? 'known' : 'otherwise';
  },
});

function replyIn({ answer, answeredAt }: LeaderMessage): ImportReply['data']['answer'] | undefined {
  return answer === undefined || answeredAt === undefined ? undefined : { text: answer, at: answeredAt };
}

/** The columns of the file alone: unit, topic and the rest follow from how it was imported. */
function tellsTheSame(row: LeaderMessage, known: IssueReported['data']): boolean {
  return isSame(known.title, row.title) && isSame(known.text, row.text) && isSame(known.reporter?.name, row.user) && known.heardAt === row.heardAt;
}

/** What can be read no more cannot be told from what comes again. */
function isSame(known: string | undefined, told: string): boolean {
  return known === told || known === events.ERASED || known === events.KEY_LOST;
}

/** The unit of the first place that the title names, then the text; the import's unit otherwise. */
function unitOf(row: LeaderMessage, { places, unit }: ImportContext): string | undefined {
  const named = (where: string) => places.find(({ place }) => where.includes(place))?.unit;
  return named(row.title) ?? named(row.text) ?? unit;
}
