import { useQuery } from '@tanstack/react-query';
import Form, { type FormInstance } from 'antd/es/form';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useCallback, useEffect, useMemo } from 'react';
import { api } from '#wire';
import { queries } from '../../api/queries.js';
import { useMe } from '../../app/me.js';
import { useLabels } from '../../i18n/use-labels.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { toLocalInput } from '../../shared/moments.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { useHouseholds } from '../../shared/use-households.js';

/** A household of the chosen area, found by a part of its address. */
function HouseholdSelect({ area, ...rest }: { area: string | undefined; disabled?: boolean; id?: string; value?: string; onChange?: (household: string) => void }) {
  const { options, search, loading } = useHouseholds({ unit: area, value: rest.value, enabled: area !== undefined });
  return (
    <Select
      {...rest} allowClear loading={loading} options={[...options]}
      showSearch={{ filterOption: false, onSearch: search }}
    />
  );
}

/**
 * Where a report may be about. Whoever is of a department is sent to the doors by the roster: unless something is written already, the form begins
 * with the first area that it leads to. Not known yet, or without network, every area is offered, and the server judges.
 */
function useReportAreas(form: FormInstance, fresh: boolean): (unit: api.UnitShape) => boolean {
  const { unit: own } = useMe().activePost;
  const areas = useQuery(queries.reportAreas());
  const units = useQuery(queries.units());
  const offered = useMemo(() => areas.data && new Set(areas.data.map(({ unit }) => unit)), [areas.data]);
  const linked = areas.data?.find((area) => area.linked)?.unit;
  const isDepartment = units.data?.find(({ code }) => code === own)?.kind === 'department';
  useEffect(() => {
    if (fresh && isDepartment && linked !== undefined && form.getFieldValue('area') === own) form.setFieldValue('area', linked);
  }, [fresh, form, isDepartment, linked, own]);
  return useCallback(({ code, kind }) => offered?.has(code) ?? kind === 'area', [offered]);
}

/** What was said, where, and when. `fresh`: the form holds nothing that was written before. */
export function ReportFields({ form, fresh }: { form: FormInstance; fresh: boolean }) {
  const { t } = useLabels();
  const offered = useReportAreas(form, fresh);
  const area = Form.useWatch<string | undefined>('area', form);
  const sealed = Form.useWatch<boolean | undefined>('sealedIdentity', form) ?? false;
  return (
    <>
      <Form.Item name="title" label={t('field.title')} required extra={t('report.titleHint')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="text" label={t('field.text')} required>
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 18 }} maxLength={20_000} />
      </Form.Item>
      <Form.Item name="area" label={t('field.area')} required>
        <UnitSelect allowClear={false} only={offered} />
      </Form.Item>
      <Form.Item name="household" label={t('field.household')} extra={t(sealed ? 'report.sealedHousehold' : 'report.householdHint')}>
        <HouseholdSelect area={area} {...(sealed ? { disabled: true } : {})} />
      </Form.Item>
      <Form.Item name="channel" label={t('field.channel')} required>
        <CodeSelect kind="channel" codes={api.ChannelName.options} allowClear={false} />
      </Form.Item>
      <Form.Item name="heardAt" label={t('field.heardAt')} extra={t('report.heardAtHint')}>
        <Input type="datetime-local" max={toLocalInput(Date.now())} />
      </Form.Item>
    </>
  );
}
