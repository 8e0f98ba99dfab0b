import type { ActingPost } from '#identity';
import type { Asker, Scope } from '#projections';
import type { api } from '#wire';
import { Query } from '@nestjs/cqrs';

/** The messages of the query bus. What lies outside the scope, or the asking post's, is answered like what does not exist (an issue that this very post reported is always seen); so is, as of a past moment, what came later. */
export class FindLedger extends Query<api.LedgerPage> {
  constructor(readonly query: api.LedgerQuery, readonly scope: Scope, readonly asker?: Asker) {
    super();
  }
}

export class FindBoard extends Query<api.BoardPage> {
  constructor(readonly query: api.BoardQuery, readonly scope: Scope, readonly asker?: Asker) {
    super();
  }
}

export class FindFigures extends Query<api.Figures> {
  constructor(readonly query: api.FiguresQuery, readonly scope: Scope) {
    super();
  }
}

export class FindIssuePage extends Query<api.IssuePage | undefined> {
  constructor(readonly issueId: string, readonly asking: ActingPost, readonly asOf?: string) {
    super();
  }
}

export class FindHistory extends Query<api.History | undefined> {
  constructor(readonly issueId: string, readonly asking: ActingPost, readonly asOf?: string) {
    super();
  }
}

/** The history with how the issue stood after each event. */
export class FindReplay extends Query<api.Replay | undefined> {
  constructor(readonly issueId: string, readonly asking: ActingPost, readonly asOf?: string) {
    super();
  }
}

/** Events of the whole record that lie within the scope. */
export class FindEvents extends Query<api.TrailPage> {
  constructor(readonly query: api.TrailQuery, readonly scope: Scope) {
    super();
  }
}

/** What became of a command; only the cadre who gave it is told. */
export class FindCommand extends Query<api.CommandStatus> {
  constructor(readonly commandId: string, readonly cadre: string) {
    super();
  }
}
