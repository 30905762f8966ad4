/** What the last build left to look at: its steps, and the image when it finished. */
import type { Store } from '../store/store.ts';
import type { EngineGround, Kept } from './engine-ground.ts';
import { FinishedSteps } from './finished-steps.ts';
import { type FinishedImage, ImageInspection } from './image-inspection.ts';
import type { FinishedStep } from './messages.ts';
import { NotInLastBuildError } from './not-in-last-build.ts';

export class LastBuild {
  readonly #ground: EngineGround;
  #adopted: readonly FinishedStep[] = [];
  #steps: FinishedSteps | undefined;
  #inspection: { readonly of: FinishedSteps; readonly inspection: ImageInspection } | undefined;
  #built: FinishedImage | undefined;

  constructor(ground: EngineGround) {
    this.#ground = ground;
  }

  /** Takes over the steps of a worker that was ended. */
  adopt(steps: readonly FinishedStep[]): void {
    this.#adopted = steps;
  }

  /** A build begins: nothing is left of the one before. */
  begin({ snapshots }: Kept): FinishedSteps {
    this.#built = undefined;
    this.#steps = new FinishedSteps(snapshots);
    return this.#steps;
  }

  finish(built: FinishedImage | undefined): void {
    this.#built = built;
  }

  async steps(): Promise<FinishedSteps> {
    const { snapshots } = await this.#ground.open();
    this.#steps ??= new FinishedSteps(snapshots, this.#adopted);
    return this.#steps;
  }

  async inspection(): Promise<ImageInspection> {
    const { store, snapshots } = await this.#ground.open();
    const steps = await this.steps();
    if (this.#inspection?.of !== steps) {
      const ground = { blobs: store.blobs, snapshots };
      this.#inspection = { of: steps, inspection: new ImageInspection(steps, ground, () => this.#built) };
    }
    return this.#inspection.inspection;
  }

  /** @throws NotInLastBuildError when there is none. */
  image(): FinishedImage {
    if (this.#built !== undefined) return this.#built;
    throw new NotInLastBuildError('There is no finished image here. Build it first.');
  }

  /** An image that lost layers is none any more. */
  async check({ blobs }: Pick<Store, 'blobs'>): Promise<void> {
    const layers = this.#built?.image.layers ?? [];
    const kept = await Promise.all(layers.map(({ digest }) => blobs.has(digest)));
    if (!kept.every(Boolean)) this.#built = undefined;
  }
}
