import type { Instant } from '#kernel';
import { suggestTopic } from '#domain';
import { code, localTime, maybe, text } from './columns.js';
import { importer, type ImportContext } from './importer.js';

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
        source: 'leader-messages', sourceRef: row.ref, title: row.title, text: row.text, area: unit, unit, reporter: { name: row.user }, ...(context.sealedIdentity ? { sealedIdentity: true } : {}), heardAt: row.heardAt,
        classification: { scope: 'individual', horizon: 'current', topic: suggestTopic(row.title, row.text), grade: 'general' },
        ...(row.answer !== undefined && row.answeredAt !== undefined ? { answer: { text: row.answer, at: row.answeredAt } } : {}),
        startClock: context.startClock,
      },
    }];
  },
});

/** The unit of the first place that the title names, then the text; the import's unit otherwise. */
function unitOf(row: LeaderMessage, { places, unit }: ImportContext): string | undefined {
  const named = (where: string) => places.find(({ place }) => where.includes(place))?.unit;
  return named(row.title) ?? named(row.text) ?? unit;
}
