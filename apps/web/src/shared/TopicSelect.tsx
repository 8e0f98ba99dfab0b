import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import { useMemo } from 'react';
import { termCodes } from '#messages';
import { queries } from '../api/queries.js';
import { useTerm } from './use-term.js';

interface Props {
  id?: string;
  value?: string | undefined;
  onChange?: (topic: string | undefined) => void;
  label?: string;
  placeholder?: string;
}

/** A topic of the tree, `level1/level2`: those that the catalogue names and those that came with imports. */
export function TopicSelect({ label, ...rest }: Props) {
  const used = useQuery(queries.topics());
  const term = useTerm();
  const options = useMemo(() => {
    const codes = [...new Set([...termCodes('topic'), ...(used.data ?? []).map(({ topic }) => topic)])].sort();
    return codes.map((code) => ({
      value: code,
      label: term('topic', code),
      depth: code.split('/').length - 1,
      search: `${code} ${term('topic', code)}`.toLowerCase(),
    }));
  }, [used.data, term]);
  return (
    <Select
      {...rest}
      allowClear
      options={options}
      showSearch={{ filterOption: (typed, option) => option?.search.includes(typed.toLowerCase()) ?? false }}
      optionRender={({ data }) => <span style={{ paddingInlineStart: `${data.depth * 14}px` }}>{data.label}</span>}
      popupMatchSelectWidth={false}
      {...(label ? { 'aria-label': label } : {})}
    />
  );
}
