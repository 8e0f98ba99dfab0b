import { branchOf, suggestTopic, TOPICS } from './index.js';
import { TOPIC_WORDS } from './topic-words.js';

describe('suggestTopic', () => {
  it.each([
    ['三樓電梯停了一週，物業不理', '業主多次反映，小區電梯仍未修好。', 'urban/property'],
    ['三楼电梯停了一周，物业不理', '业主多次反映，小区电梯仍未修好。', 'urban/property'],
    ['夜間施工噪音擾民', '隔音很差，整夜睡不著。', 'environment/noise'],
    ['工地拖欠農民工工資', '欠薪三個月。', 'labour/wages'],
    ['申請低保', '家中困難戶，請求救助。', 'civil/relief'],
  ])('%s', (title, text, topic) => {
    expect(suggestTopic(title, text)).toBe(topic);
  });

  it('says so when no word of any topic occurs', () => {
    expect(suggestTopic('您好', '謝謝')).toBe('other/other');
    expect(suggestTopic('', '')).toBe('other/other');
  });

  it('is not swayed by a word repeated without end', () => {
    expect(suggestTopic('困難戶申請低保和臨時救助', `${'公交車'.repeat(2_000)}`)).toBe('civil/relief');
  });
});

describe('the topics', () => {
  it('are four to six to each of nine branches, and a catch-all', () => {
    const branches = [...new Set(TOPICS.map(branchOf))];
    const sizes = branches.map((branch) => TOPICS.filter((topic) => branchOf(topic) === branch).length);
    expect(branches).toHaveLength(10);
    expect(sizes.pop()).toBe(1);
    expect(sizes.filter((size) => size < 4 || size > 6)).toEqual([]);
  });

  it('share no word, so that each word is a sign of one', () => {
    const words = Object.values(TOPIC_WORDS).flatMap((list) => list.split(' '));
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});
