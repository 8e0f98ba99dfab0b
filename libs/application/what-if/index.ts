export { issuesHeard, type WhatIfSources } from './lives.js';
export { whatIf, type WhatIfAsked, type WhatIfOptions } from './what-if.js';
