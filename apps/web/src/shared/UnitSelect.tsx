import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import { useMemo } from 'react';
import type { api } from '#wire';
import { queries } from '../api/queries.js';
import { useTerm } from './use-term.js';

interface Props {
  id?: string;
  value?: string | undefined;
  onChange?: (unit: string | undefined) => void;
  label?: string;
  placeholder?: string;
  /** Only units that it says yes to. */
  only?: (unit: api.UnitShape) => boolean;
  allowClear?: boolean;
  className?: string;
}

/** The tree in reading order: each unit after its parent, with its depth. */
function inTreeOrder(units: readonly api.UnitShape[]): readonly { unit: api.UnitShape; depth: number }[] {
  const known = new Set(units.map(({ code }) => code));
  const below = new Map<string | null, api.UnitShape[]>();
  for (const unit of units) {
    const parent = unit.parent !== null && known.has(unit.parent) ? unit.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const walk = (parent: string | null, depth: number): { unit: api.UnitShape; depth: number }[] =>
    (below.get(parent) ?? []).flatMap((unit) => [{ unit, depth }, ...walk(unit.code, depth + 1)]);
  return walk(null, 0);
}

/** One unit of the tree, found by typing its name or code. */
export function UnitSelect({ label, only, className, allowClear = true, ...rest }: Props) {
  const units = useQuery(queries.units());
  const term = useTerm();
  const options = useMemo(
    () => inTreeOrder(units.data ?? []).filter(({ unit }) => !only || only(unit)).map(({ unit, depth }) => ({
      value: unit.code,
      label: unit.name,
      search: `${unit.name} ${unit.code}`.toLowerCase(),
      depth,
      level: term('level', unit.level),
    })),
    [units.data, only, term],
  );
  return (
    <Select
      {...rest}
      className={className ?? ''}
      allowClear={allowClear}
      loading={units.isPending}
      options={options}
      showSearch={{ filterOption: (typed, option) => option?.search.includes(typed.toLowerCase()) ?? false }}
      optionRender={({ data }) => (
        <span style={{ paddingInlineStart: only ? 0 : `${data.depth * 14}px` }}>{data.label} <small className="muted">{data.level}</small></span>
      )}
      popupMatchSelectWidth={false}
      {...(label ? { 'aria-label': label } : {})}
    />
  );
}
