import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import { useMemo, useState } from 'react';
import { queries } from '../api/queries.js';
import { useTerm } from './use-term.js';

interface Props {
  id?: string;
  value?: string | undefined;
  onChange?: (cadre: string | undefined) => void;
  label?: string;
  placeholder?: string;
  /** Cadres of this unit come first. */
  near?: string;
  /** Cadres of the whole office, not of one's own area alone; asked for when the list is opened. */
  everywhere?: boolean;
}

/** One cadre, found by typing the name, the code or the unit; a cadre with two posts is listed once. */
export function CadreSelect({ label, near, everywhere = false, ...rest }: Props) {
  const [opened, setOpened] = useState(!everywhere);
  const cadres = useQuery({ ...queries.cadres(everywhere), enabled: opened || rest.value !== undefined });
  const term = useTerm();
  const options = useMemo(() => {
    const once = new Map((cadres.data ?? []).toReversed().map((cadre) => [cadre.cadre, cadre]));
    return [...once.values()].toReversed()
      .sort((a, b) => Number(b.unit === near) - Number(a.unit === near))
      .map((cadre) => ({
        value: cadre.cadre,
        label: cadre.name,
        post: `${cadre.unitName} ${term('role', cadre.role)}`,
        search: `${cadre.name} ${cadre.cadre} ${cadre.unitName}`.toLowerCase(),
      }));
  }, [cadres.data, near, term]);
  return (
    <Select
      {...rest}
      allowClear
      loading={cadres.isLoading}
      onOpenChange={() => { setOpened(true); }}
      options={options}
      showSearch={{ filterOption: (typed, option) => option?.search.includes(typed.toLowerCase()) ?? false }}
      optionRender={({ data }) => <>{data.label} <small className="muted">{data.post}</small></>}
      popupMatchSelectWidth={false}
      {...(label ? { 'aria-label': label } : {})}
    />
  );
}
