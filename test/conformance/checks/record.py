#!/usr/bin/env python3
"""Records what `docker build --check` says of a case: `record.py undefined-var …`, in folders made as README.md says.

Needs a running Docker, reached by `docker` (or the program $DOCKER names), that has spike/base:1
(`docker load -i ../oracle/base/busybox-docker.tar.gz`). $STAGE is where contexts are laid for the client; by default a
new folder in the temporary directory.
"""
import os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

CASES = Path(__file__).resolve().parent
sys.path.append(str(CASES.parent))
from served import served



def record(name: str) -> None:
    folder = CASES / name
    # A folder name of its own: Docker remembers the last context of each name.
    stage = Path(tempfile.mkdtemp(prefix=f'{name}-', dir=os.environ.get('STAGE')))
    try:
        context = stage / f'context-{stage.name}'
        shutil.copytree(folder, context, ignore=shutil.ignore_patterns('options', 'expected.txt', 'served', 'served.json'))
        options = (folder / 'options').read_text().splitlines() if (folder / 'options').exists() else []
        command = [os.environ.get('DOCKER', 'docker'), 'buildx', 'build', '--check', '--progress=plain', *options, str(context)]
        with served(folder):
            done = subprocess.run(command, capture_output=True)
        errors = done.stderr.decode()
        if done.returncode > 1:
            sys.exit(f'{name}: {errors}')
        # Before its sentence stands only progress.
        error = re.search(r'^ERROR: .*\Z', errors, re.MULTILINE | re.DOTALL)
        said = done.stdout.decode() + (error[0] if error else '')
        said = re.sub(rf'\S*/{re.escape(context.name)}/', '', said)
        # What a registry said, or why there is none, is not the builder's.
        said = re.sub(r'(failed to resolve source metadata for \S+): .*', r'\1', said)
        (folder / 'expected.txt').write_text(said + f'exit {done.returncode}\n', newline='')
    finally:
        shutil.rmtree(stage)


for wanted in sys.argv[1:] or sys.exit(__doc__):
    record(Path(wanted).name)
