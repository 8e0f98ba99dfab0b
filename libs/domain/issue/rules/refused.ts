import type { Refusal } from '#kernel';

/** What a rule answers: a refusal, or nothing when it is kept. Of several rules in a row the first refusal wins. */
export type Refused = { readonly accepted: false; readonly refusal: Refusal } | undefined;
