/**
 * The worker's one surface: what the page may ask of the engine, a file in `protocol/` for each of its sides. All plain
 * data (structured clone), paths are ordinary text, and every call either answers or rejects with an `Error` whose
 * message is for a person.
 */
import type { BuildCalls } from './protocol/build.ts';
import type { ComparisonCalls } from './protocol/comparison.ts';
import type { ContainerCalls } from './protocol/containers.ts';
import type { ForesightCalls } from './protocol/foresight.ts';
import type { HistoryCalls } from './protocol/history.ts';
import type { ImageCalls } from './protocol/images.ts';
import type { InspectionCalls } from './protocol/inspection.ts';
import type { KeptImageCalls } from './protocol/kept-images.ts';
import type { ProjectCalls } from './protocol/project.ts';
import type { StepCalls } from './protocol/steps.ts';
import type { StorageCalls } from './protocol/storage.ts';
import type { TransferCalls } from './protocol/transfers.ts';

export type { ContainerInfo } from '../container/container-events.ts';
export type { RunOptions } from '../container/run-options.ts';
export type { BuildOutcome, BuildRequest, RegistrySettings } from './protocol/build.ts';
export type { ComparedFile, FileComparison, ImageChoice } from './protocol/comparison.ts';
export type {
  CommitOutcome,
  ContainerNews,
  ContainerOutcome,
  ExecOutcome,
  Refused,
  RunContainerOutcome,
  RunContainerRequest,
} from './protocol/containers.ts';
export type { Forecast, OrderAdvice } from './protocol/foresight.ts';
export type { BuildRecording, PastBuild } from './protocol/history.ts';
export type { BundledImage } from './protocol/images.ts';
export type {
  ImageAt,
  ImageAudit,
  InspectedHistory,
  InspectedImage,
  InspectedLayer,
  InspectionCalls,
  PathVersion,
  WastedFile,
  WastedSpace,
} from './protocol/inspection.ts';
export type { ImageDetails, ListedImage } from './protocol/kept-images.ts';
export type { ProjectEntry } from './protocol/project.ts';
export type { FileContent, FilesystemEntry } from './protocol/steps.ts';
export type { DiskUsage, PruneRequest, StorageReport } from './protocol/storage.ts';
export type {
  ExportFormat,
  ImportedImage,
  ImportOutcome,
  ImportRequest,
  PushedBlob,
  PushOutcome,
  PushRequest,
  TransferProgress,
  Watch,
} from './protocol/transfers.ts';

export interface Engine
  extends BuildCalls,
    StepCalls,
    ForesightCalls,
    ImageCalls,
    TransferCalls,
    StorageCalls,
    ProjectCalls,
    HistoryCalls,
    KeptImageCalls,
    ComparisonCalls,
    ContainerCalls,
    InspectionCalls {}
