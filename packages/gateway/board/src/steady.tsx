import { Component, type ComponentClass, type FunctionComponent, type JSX } from 'preact';

/** The same component, drawn again only when one of its props is another one. */
export function steady<Props extends object>(Drawn: FunctionComponent<Props>): ComponentClass<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const names = Object.keys(next) as (keyof Props)[];
      return names.some((name) => next[name] !== this.props[name]);
    }

    override render(): JSX.Element {
      return <Drawn {...(this.props as Props)} />;
    }
  };
}
