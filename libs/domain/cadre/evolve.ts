import { never } from '#kernel';
import type { CadreEvent } from './events.js';
import { initialCadre, type CadreState } from './state.js';

export function evolveCadre(state: CadreState, event: CadreEvent): CadreState {
  if (event.type === 'CadreRegistered') {
    return { status: 'registered', cadre: event.data.cadre, name: event.data.name, phone: event.data.phone ?? null, posts: [] };
  }
  if (state.status === 'none') return initialCadre;
  switch (event.type) {
    case 'CadreRenamed': return { ...state, name: event.data.name, phone: event.data.phone ?? null };
    case 'PostTaken': return { ...state, posts: [...state.posts, { ...event.data, to: null }] };
    case 'PostLeft': {
      const { post, to } = event.data;
      return { ...state, posts: state.posts.map((held) => (held.post === post ? { ...held, to } : held)) };
    }
    default: return never(event);
  }
}
