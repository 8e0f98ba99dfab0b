import Input from 'antd/es/input';
import { Named } from '../../shared/Named.js';

/** A day that a list begins or ends with. */
export function DayField({ label, value, onChange }: { label: string; value: string | undefined; onChange: (day: string) => void }) {
  return (
    <Named name={label}>
      <Input type="date" aria-label={label} value={value ?? ''} onChange={(event) => { onChange(event.target.value); }} />
    </Named>
  );
}
