export { branchOf, suggestTopic, TOPICS } from './suggest-topic.js';
export { OTHER_TOPIC } from './topic-words.js';
