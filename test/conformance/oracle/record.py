#!/usr/bin/env python3
"""Records what Docker makes of a case: `record.py 16-heredoc-quoting …`, in folders made as README.md says.

Needs a running Docker with the containerd image store, reached by `docker` (or the program $DOCKER names), that
has spike/base:1 (`docker load -i base/busybox-docker.tar.gz`), and root or fakeroot for the contexts' owners.
$STAGE is where contexts are laid for the client; by default a new folder in the temporary directory.

In Python, so that what is expected was read by another tar reader than ours.
"""
import gzip, hashlib, io, json, os, re, shutil, subprocess, sys, tarfile, tempfile
from collections import Counter
from functools import cache
from pathlib import Path

CASES = Path(__file__).resolve().parent
sys.path.append(str(CASES.parent))
from served import served

EPOCH = '1700000000'
TYPES = {tarfile.REGTYPE: 'file', tarfile.AREGTYPE: 'file', tarfile.LNKTYPE: 'hard-link', tarfile.SYMTYPE: 'symlink',
         tarfile.CHRTYPE: 'character-device', tarfile.BLKTYPE: 'block-device', tarfile.DIRTYPE: 'directory',
         tarfile.FIFOTYPE: 'fifo'}


def record(name: str) -> None:
    folder = CASES / name
    parent = os.environ.get('STAGE') or tempfile.gettempdir()
    # Docker sends only what changed since the last context of the same folder name, and compares names, sizes and
    # times but not content, and leaves directories the time of that: so every build has a folder name of its own.
    stage = Path(tempfile.mkdtemp(prefix=f'{name}-', dir=parent))
    try:
        shutil.copytree(folder, stage / 'case')
        context = stage / f'context-{stage.name}'
        make_context(folder, context)
        with served(folder):
            for at, target in enumerate(lines(folder / 'targets') or ['']):
                context = context.rename(f'{stage}/context-{stage.name}-{at}')
                record_target(folder, stage, context, target)
                print(f'{name} {target}: recorded')
    finally:
        shutil.rmtree(stage)


def record_target(folder: Path, stage: Path, context: Path, target: str) -> None:
    expected = folder / (f'expected-{target}' if target else 'expected')
    is_whole = (expected / 'layers.tar.gz').exists()
    archive, progress = build(folder, stage, context, target)
    shutil.rmtree(expected, ignore_errors=True)
    expected.mkdir()
    if archive is None:
        (expected / 'error.txt').write_text(without_names(re.search(r'^ERROR: (.*\n)', progress, re.MULTILINE)[1]))
    else:
        write_expected(expected, archive, progress, (folder / 'context.tar').exists(), is_whole)


def without_names(error: str) -> str:
    """Without what is another each time: the name of a snapshot, and where it is mounted meanwhile."""
    mount = r'/\S*/(?:cachemounts/buildkit\d+|buildkit-mount\d+/)'
    return re.sub(mount, '', re.sub(r'of ref \w+::\w+:', 'of ref:', error))


def lines(file: Path) -> list[str]:
    return file.read_text().removesuffix('\n').split('\n') if file.exists() else []


def make_context(folder: Path, context: Path) -> None:
    """Runs context.sh, when there is one, and packs what it made unless that is large; else unpacks context.tar."""
    script = folder / 'context.sh'
    packed = folder / 'context.tar'
    if not script.exists():
        context.mkdir()
        subprocess.run(['tar', '-xpf', packed, '--no-same-owner', '--strip-components=1', '-C', context], check=True)
        return
    (context.parent / 'made').mkdir()
    os.umask(0o022)
    subprocess.run(['bash', script], cwd=context.parent / 'made', check=True)
    packed.unlink(missing_ok=True)
    made = context.parent / 'made' / 'context'
    if sum(file.lstat().st_size for file in made.rglob('*')) < 1_000_000:
        with tarfile.open(packed, 'w', format=tarfile.PAX_FORMAT) as tar:
            tar.add(made, 'context', filter=as_root)
    made.rename(context)


def as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ''
    entry.mtime = int(entry.mtime)
    return entry


def build(folder: Path, stage: Path, context: Path, target: str) -> tuple[bytes | None, str]:
    """The archive and the progress; no archive where `refused` says that Docker refuses the target."""
    options = [option.replace('{case}', str(stage / 'case')) for option in lines(folder / 'options')]
    command = [
        os.environ.get('DOCKER', 'docker'), 'buildx', 'build', '--no-cache', '--network=none', '--provenance=false',
        '--progress=plain', *(f'--build-arg={each}' for each in lines(folder / 'args')), *options,
        *([f'--target={target}'] if target else []),
        '-o', 'type=oci,dest=-,rewrite-timestamp=true,compression=uncompressed',
        '-f', str(stage / 'case' / 'Dockerfile'), str(context),
    ]
    done = subprocess.run(command, capture_output=True, env={**os.environ, 'SOURCE_DATE_EPOCH': EPOCH})
    progress = done.stderr.decode()
    is_refused = target in lines(folder / 'refused')
    if (done.returncode != 0) != is_refused:
        sys.exit(f'{folder.name} {target}: the build {"was not refused" if is_refused else "failed"}\n{progress}')
    return None if is_refused else done.stdout, progress


def write_expected(expected: Path, archive: bytes, progress: str, with_listing: bool, is_whole: bool) -> None:
    layout = tarfile.open(fileobj=io.BytesIO(archive))
    blob = lambda digest: layout.extractfile('blobs/' + digest.replace(':', '/')).read()
    index = json.loads(layout.extractfile('index.json').read())
    manifest_bytes = blob(index['manifests'][0]['digest'])
    manifest = json.loads(manifest_bytes)
    config = blob(manifest['config']['digest'])
    (expected / 'config.json').write_bytes(config)
    (expected / 'manifest.json').write_bytes(manifest_bytes)
    made_by = [each['created_by'] for each in json.loads(config)['history'] if not each.get('empty_layer')]
    if with_listing:
        with open(expected / 'layers.txt', 'w') as out:
            for at, layer in enumerate(manifest['layers'] or []):
                if layer['digest'] == base_layer():
                    continue
                title = made_by[at].replace('\n', '\\n')
                out.write(f'# layer {at}: {title}\n{listing(blob(layer["digest"]))}')
    if is_whole:
        write_layers(expected / 'layers.tar.gz', [(layer['digest'], blob(layer['digest'])) for layer in manifest['layers']])
    (expected / 'warnings.txt').write_text(''.join(f'{warning}\n' for warning in warnings_in(progress)))
    steps = re.findall(r'^#\d+ (\[[^\]]*\d+/\d+\] .*)$', progress, re.MULTILINE)
    names = {step for step in steps if '] FROM ' not in step}
    by_units = sorted(names, key=lambda step: step.encode('utf-16-be'))
    (expected / 'steps.txt').write_text(''.join(f'{step}\n' for step in by_units))


def write_layers(path: Path, layers: list[tuple[str, bytes]]) -> None:
    with gzip.GzipFile(path, 'wb', mtime=0) as packed, tarfile.open(fileobj=packed, mode='w') as out:
        for at, (digest, layer) in enumerate(layers):
            if digest != base_layer():
                entry = tarfile.TarInfo(f'{at:02d}-{digest[7:19]}.tar')
                entry.size = len(layer)
                out.addfile(entry, io.BytesIO(layer))


@cache
def base_layer() -> str:
    archive = tarfile.open(CASES / 'base/busybox-docker.tar.gz')
    manifest = json.loads(archive.extractfile('manifest.json').read())
    return json.loads(archive.extractfile(manifest[0]['Config']).read())['rootfs']['diff_ids'][0]


def warnings_in(progress: str) -> list[str]:
    """They are told twice: as they come, which may miss some, and at the end, in any order."""
    as_they_come = re.findall(r'^#\d+ WARN: (.* \(line \d+\))$', progress, re.MULTILINE)
    at_the_end = re.findall(r'^(?:\x1b\[\d*m)? - (.* \(line \d+\))$', progress, re.MULTILINE)
    both = Counter(as_they_come) | Counter(at_the_end)
    return sorted(both.elements(), key=lambda warning: int(re.search(r'\(line (\d+)\)$', warning)[1]))


def listing(layer: bytes) -> str:
    tar = tarfile.open(fileobj=io.BytesIO(layer))
    rows = []
    for entry in tar:
        name = text(entry.name) + ('/' if entry.isdir() else '')
        link = f'{entry.devmajor}:{entry.devminor}' if entry.ischr() or entry.isblk() else text(entry.linkname) or '-'
        digest = hashlib.sha256(tar.extractfile(entry).read()).hexdigest() if entry.isreg() else '-'
        columns = [name, TYPES[entry.type], f'{entry.mode:04o}', f'{entry.uid}:{entry.gid}', str(entry.size), link,
                   str(int(entry.mtime)), digest]
        rows.append('\t'.join(columns) + '\n')
    return ''.join(rows)


def text(name: str) -> str:
    """One line, in UTF-8: bytes that are not become \\xNN."""
    escaped = name.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n')
    return escaped.encode('utf-8', 'surrogateescape').decode('utf-8', 'backslashreplace')


for wanted in sys.argv[1:] or sys.exit(__doc__):
    record(Path(wanted).name)
