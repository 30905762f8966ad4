import { describe, expect, test } from 'vitest';
import { appUser, outcome, run, sh } from './shell.ts';

describe('/proc/self', () => {
  test('is whoever looks', async () => {
    const { out } = await sh('readlink /proc/self; echo $$; grep -h ^Pid: /proc/self/status; :');
    const [first, shell, last] = out.trim().split('\n');
    expect(shell).toBe('1');
    expect(Number(first)).toBeGreaterThan(1);
    expect(last).toBe(`Pid:\t${Number(first) + 1}`);
  });

  test('names the folder, the program, its arguments and variables', async () => {
    const env = ['PATH=/bin:/usr/bin', 'NAME=value'];
    const script =
      'cd /etc; for l in cwd exe root; do readlink /proc/$$/$l; done; tr "\\0" "\\n" < /proc/1/environ; tr "\\0" " " < /proc/1/cmdline; :';
    const { out } = await run(['/bin/sh', '-c', script, 'name', ''], { env });
    expect(out).toBe(`/etc\n/bin/busybox\n/\nPATH=/bin:/usr/bin\nNAME=value\n/bin/sh -c ${script} name  `);
  });

  test('fd shows open files by path, pipes by number, and leads to them', async () => {
    const script = `
      exec 5</etc/passwd 6</etc; for n in 0 5 6; do readlink /proc/$$/fd/$n; done
      true | readlink /proc/self/fd/0 | tr 0-9 N; head -n 1 /proc/self/fd/5; ls /proc/$$/fd/6/passwd; ls /proc/$$/fd; :`;
    expect((await sh(script)).out).toMatch(
      /^\/dev\/null\n\/etc\/passwd\n\/etc\npipe:\[N+\]\nroot:x:0:0:root:\/root:\/bin\/sh\n\/proc\/1\/fd\/6\/passwd\n0\n1\n2\n5\n6\n$/,
    );
  });

  test('status tells the ids, the parent, the state and the signals', async () => {
    const script =
      "trap '' HUP; trap 'echo' USR1; umask 027; grep -E '^(Name|Umask|State|PPid|Uid|Gid|Groups|SigIgn|SigCgt):' /proc/1/status";
    const { out } = await sh(script, { user: { ...appUser, groups: [7, 8] } });
    const lines = Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(/:\t/, 2)),
    );
    expect(lines).toMatchObject({
      Name: 'sh',
      Umask: '0027',
      State: 'S (sleeping)',
      PPid: '0',
      Uid: '1000\t1000\t1000\t1000',
      Gid: '1000\t1000\t1000\t1000',
      Groups: '7 8',
    });
    // SIGHUP is bit 0, SIGUSR1 is bit 9.
    expect(BigInt(`0x${lines['SigIgn']}`) & 1n).toBe(1n);
    expect(BigInt(`0x${lines['SigCgt']}`) & 0x200n).toBe(0x200n);
  });
});

describe('/proc', () => {
  test('ps, pidof and pgrep find processes', async () => {
    const script =
      'sleep 30 & p=$!; [ $(pidof sleep) = $p ] && echo pidof; [ $(pgrep sleep) = $p ] && echo pgrep; ps -o pid,comm | grep -c "^ *$p sleep"; kill $p';
    expect((await sh(script)).out).toBe('pidof\npgrep\n1\n');
  });

  test('killall finds its victims', async () => {
    expect((await sh('sleep 30 & sleep 31 & killall sleep; wait; echo over')).out).toBe('over\n');
  });

  test('a process that is not there has no folder', async () => {
    expect(await outcome('ls /proc/4000; ls /proc/01 /proc/x 2>/dev/null')).toMatch(
      /No such file or directory\nexit 1$/,
    );
  });

  test('can not be written to', async () => {
    const { err, exitCode } = await sh(
      'echo x > /proc/version; rm /proc/1/status; mkdir /proc/x; : > /proc/new',
    );
    expect(exitCode).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(4);
    expect(err).not.toContain('I/O');
  });

  test('host name, uptime and memory are there for those who ask', async () => {
    const { out } = await sh(
      'hostname; uname -n; uname -s; cat /proc/sys/kernel/hostname; free -m | grep -c Mem; uptime | grep -c up',
      {
        hostname: 'builder',
      },
    );
    expect(out).toBe('builder\nbuilder\nLinux\nbuilder\n1\n1\n');
  });

  test('walking through all of it ends', async () => {
    const { exitCode, out } = await sh(
      'find /proc /sys /dev | wc -l; cat /proc/*/stat /proc/[a-z]* 2>/dev/null | wc -l',
    );
    expect(exitCode).toBe(0);
    expect(Number(out.split('\n')[0])).toBeGreaterThan(50);
  });
});
