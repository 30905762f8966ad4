import type { Catalogue } from '../words.ts';

const descriptor = (at: string, what: string, of: string): Readonly<Record<string, string>> => ({
  [`${at}.mediaType`]: `Die Art des Dokuments: ${what}.`,
  [`${at}.digest`]: `Die Adresse ${of}: ein Hash der Bytes. Wer es holt, prüft, ob die Bytes dazu passen.`,
  [`${at}.size`]: `Bytes ${of}, wie sie übertragen werden. Mehr wird nicht angenommen.`,
  [`${at}.urls`]: `Andere Adressen ${of}.`,
  [`${at}.urls[]`]: 'Eine solche Adresse.',
  [`${at}.annotations`]: `Anmerkungen zu: ${what}. Sie gehören nicht zu den Bytes und also nicht zum Digest.`,
  [`${at}.annotations.{}`]:
    'Eine Anmerkung. Der Name ist meist eine rückwärts geschriebene Domain, damit zwei Werkzeuge sich nicht in die Quere kommen.',
  [`${at}.annotations.buildkit/rewritten-timestamp`]:
    'Keine Zeit in dieser Schicht ist später als diese: SOURCE_DATE_EPOCH, Sekunden seit 1970.',
  [`${at}.data`]: `Der Inhalt ${of} selbst in base64, wo er so klein ist, dass sich eine eigene Anfrage nicht lohnt.`,
  [`${at}.artifactType`]: 'Was es ist, wo es kein Container-Image ist.',
  [`${at}.platform`]: 'Die Maschinen, auf denen es läuft.',
  [`${at}.platform.architecture`]: 'Der Prozessor: amd64, arm64, …',
  [`${at}.platform.os`]: 'Das Betriebssystem, wie Go es nennt.',
  [`${at}.platform.os.version`]: 'Die Version des Betriebssystems, für Windows.',
  [`${at}.platform.os.features`]: 'Was das Betriebssystem können muss, für Windows.',
  [`${at}.platform.os.features[]`]: 'Eine solche Fähigkeit.',
  [`${at}.platform.variant`]: 'Die Bauart des Prozessors, wie v7 oder v8 bei ARM.',
  [`${at}.platform.features`]: 'Reserviert; niemand schreibt es.',
});

const oldBuilder = 'Vom Container, in dem der alte Builder arbeitete.';

const healthcheck = (at: string): Readonly<Record<string, string>> => ({
  [at]: 'HEALTHCHECK: ein Befehl, mit dem Docker von Zeit zu Zeit nachsieht, ob der Container noch arbeitet.',
  [`${at}.Test`]:
    'Der Befehl. Auf CMD folgen Argumente, auf CMD-SHELL eine Zeile für die Shell; NONE schaltet eine geerbte Prüfung aus.',
  [`${at}.Test[]`]: 'Ein Wort des Befehls.',
  [`${at}.Interval`]: 'Zeit zwischen zwei Prüfungen, in Nanosekunden. Dockers Vorgabe sind 30 Sekunden.',
  [`${at}.Timeout`]:
    'Zeit, nach der eine Prüfung als gescheitert gilt, in Nanosekunden. Vorgabe: 30 Sekunden.',
  [`${at}.StartPeriod`]:
    'Zeit, die der Container zum Starten haben darf, in Nanosekunden. Was darin scheitert, zählt nicht.',
  [`${at}.StartInterval`]:
    'Zeit zwischen zwei Prüfungen, während er startet, in Nanosekunden. Vorgabe: 5 Sekunden.',
  [`${at}.Retries`]: 'So viele Fehlschläge hintereinander machen den Container „unhealthy“. Vorgabe: 3.',
});

const container = (at: string): Readonly<Record<string, string>> => ({
  [`${at}.User`]: 'USER: als wer das Programm läuft. Leer heißt root.',
  [`${at}.ExposedPorts`]:
    'EXPOSE: Ports, an denen das Programm lauscht. Eine Notiz für Menschen und Werkzeuge: Sie öffnet nichts. Das tut „docker run -p“.',
  [`${at}.ExposedPorts.{}`]:
    'Ein Port und sein Protokoll. Das leere Objekt bedeutet nichts: Nur der Schlüssel zählt.',
  [`${at}.Env`]: 'ENV: Variablen, mit denen jedes Programm in einem Container des Images beginnt.',
  [`${at}.Env[]`]: 'Eine Variable, NAME=Wert.',
  [`${at}.Entrypoint`]:
    'ENTRYPOINT: das Programm, das ein Container startet. Was bei „docker run“ nach dem Image steht, wird angehängt.',
  [`${at}.Entrypoint[]`]: 'Ein Wort des Befehls.',
  [`${at}.Cmd`]:
    'CMD: Argumente für den Entrypoint, oder der ganze Befehl, wo es keinen gibt. „docker run“ kann es ersetzen.',
  [`${at}.Cmd[]`]: 'Ein Wort des Befehls.',
  [`${at}.Volumes`]:
    'VOLUME: Verzeichnisse, die außerhalb der eigenen Schicht des Containers liegen und ihn deshalb überdauern.',
  [`${at}.Volumes.{}`]: 'Ein Verzeichnis. Das leere Objekt bedeutet nichts: Nur der Schlüssel zählt.',
  [`${at}.WorkingDir`]: 'WORKDIR: das Verzeichnis, in dem das Programm beginnt.',
  [`${at}.Labels`]: 'LABEL: Notizen zum Image, für Menschen und Werkzeuge.',
  [`${at}.Labels.{}`]: 'Eine Notiz. Namen, die mit org.opencontainers.image beginnen, sind vereinbart.',
  [`${at}.StopSignal`]: 'STOPSIGNAL: was „docker stop“ dem Programm sendet. Sonst SIGTERM.',
  [`${at}.StopTimeout`]: 'Sekunden, die „docker stop“ wartet, bevor es tötet. Nicht aus einem Dockerfile.',
  [`${at}.Memory`]: 'Eine Grenze des Arbeitsspeichers. Alt; Builder lassen sie weg.',
  [`${at}.MemorySwap`]: 'Eine Grenze von Arbeitsspeicher und Swap zusammen. Alt; Builder lassen sie weg.',
  [`${at}.CpuShares`]: 'Ein Anteil am Prozessor. Alt; Builder lassen ihn weg.',
  [`${at}.ArgsEscaped`]: 'Der Befehl ist schon maskiert, für Windows. Unter Linux sagt es nichts.',
  [`${at}.Shell`]: 'SHELL: die Shell von RUN, CMD und ENTRYPOINT in der Shell-Form.',
  [`${at}.Shell[]`]: 'Ein Wort des Shell-Befehls.',
  [`${at}.OnBuild`]:
    'ONBUILD: Anweisungen, die laufen, wenn ein anderes Dockerfile mit FROM dieses Image beginnt.',
  [`${at}.OnBuild[]`]: 'Eine solche Anweisung.',
  [`${at}.Hostname`]: `${oldBuilder} Über Ihren sagt es nichts.`,
  [`${at}.Domainname`]: `${oldBuilder} Über Ihren sagt es nichts.`,
  [`${at}.AttachStdin`]: oldBuilder,
  [`${at}.AttachStdout`]: oldBuilder,
  [`${at}.AttachStderr`]: oldBuilder,
  [`${at}.Tty`]: oldBuilder,
  [`${at}.OpenStdin`]: oldBuilder,
  [`${at}.StdinOnce`]: oldBuilder,
  [`${at}.Image`]: 'Das Image, von dem der letzte Schritt des alten Builders ausging.',
  [`${at}.MacAddress`]: 'Eine Netzwerkadresse. In einem Image steht sie nie.',
  [`${at}.NetworkDisabled`]: 'Der Container hat kein Netz. Ein Dockerfile setzt das nie.',
  ...healthcheck(`${at}.Healthcheck`),
});

export const imageFields: Catalogue['imageFields'] = {
  config: {
    created: 'Wann das Image entstand.',
    author: 'MAINTAINER: wer es gemacht hat. Alt; heute nimmt man ein LABEL.',
    architecture: 'Der Prozessor, für den seine Programme sind: amd64, arm64, …',
    os: 'Das Betriebssystem, für das seine Programme sind.',
    'os.version': 'Die Version des Betriebssystems, für Windows.',
    'os.features': 'Was das Betriebssystem können muss, für Windows.',
    'os.features[]': 'Eine solche Fähigkeit.',
    variant: 'Die Bauart des Prozessors, wie v7 oder v8 bei ARM.',
    config: 'Wie ein Container des Images läuft, wenn „docker run“ nichts anderes sagt.',
    ...container('config'),
    rootfs: 'Die Dateien des Images: seine Schichten.',
    'rootfs.type': 'Immer „layers“.',
    'rootfs.diff_ids':
      'Die Schichten, die unterste zuerst, jede mit dem Hash ihres unkomprimierten tar. Weil sie hier stehen, ändert sich die ID des Images mit jeder Datei.',
    'rootfs.diff_ids[]': 'Eine Schicht.',
    history: 'Wie das Image entstand: ein Eintrag je Anweisung. „docker history“ zeigt ihn.',
    'history[].created': 'Wann die Anweisung ausgeführt wurde.',
    'history[].created_by': 'Die Anweisung, wie der Builder sie ausführte.',
    'history[].author': 'Wer es getan haben soll.',
    'history[].comment': 'Welcher Builder es tat.',
    'history[].empty_layer':
      'Die Anweisung änderte nur diese Konfiguration. Die nächste Schicht gehört zu einem späteren Eintrag.',
    container: 'Der Container des letzten Schritts im alten Builder.',
    container_config: 'Womit dieser Container lief. Niemand liest es mehr.',
    ...container('container_config'),
    docker_version: 'Das Docker, das dieses Image gebaut hat.',
    id: 'Die ID des Images aus der Zeit vor den Digests.',
    parent: 'Das Image des Schritts davor, im alten Builder.',
    'moby.buildkit.cache.v0':
      'Cache-Schlüssel, die BuildKit mit dem Image exportiert hat, für „--cache-from“.',
    'moby.buildkit.buildinfo.v1': 'Woraus das Image gebaut wurde, wie frühere BuildKits es vermerkten.',
  },
  manifest: {
    schemaVersion: 'Immer 2. Form 1 gibt es in Registries nicht mehr.',
    mediaType:
      'Die Art dieses Dokuments: ein Manifest für eine Plattform, in der Form von OCI oder von Docker.',
    artifactType: 'Was das ist, wo es kein Container-Image ist.',
    config: 'Die Konfiguration des Images. Ihr Digest ist, was Docker die Image-ID nennt.',
    ...descriptor('config', 'die Konfiguration', 'der Konfiguration'),
    layers:
      'Die Schichten, die unterste zuerst, wie sie übertragen werden. Komprimiert oder nicht gibt einen anderen Digest; sie können also von den diff_ids der Konfiguration abweichen.',
    ...descriptor('layers[]', 'die Schicht', 'der Schicht'),
    subject: 'Ein anderes Manifest, über das dieses etwas sagt, wie eine Signatur.',
    ...descriptor('subject', 'das andere Manifest', 'des anderen Manifests'),
    manifests: 'Manifeste für mehrere Plattformen. Wer das Image holt, nimmt das passende.',
    ...descriptor('manifests[]', 'das Manifest', 'des Manifests'),
    annotations: 'Anmerkungen zum Image, für Menschen und Werkzeuge.',
    'annotations.{}': 'Eine Anmerkung.',
  },
};
