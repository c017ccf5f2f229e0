"""How the child gives up its rights, before it touches the file. Each step is tried, and what took hold is reported.

Standard library and the kernel's own interfaces only: resource limits, namespaces (no network), Landlock (no files),
seccomp (no programs, no sockets, no signals to others), another user when started as root.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct

MEMORY = 2 * 1024**3
CPU_SECONDS = 30
OPEN_FILES = 64
NOBODY = 65534
MOST_THREADS = 64  # of that user altogether: the decoder of HEIC works in threads; a process is refused by seccomp
FONTS = "/usr/share/fonts"

_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC, _CLONE_THREAD = 0x10000000, 0x40000000, 0x08000000, 0x00010000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_SET_DUMPABLE = 38, 22, 4
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_FILES = (1 << 2) | (1 << 3)
_EPERM, _ENOSYS = 1, 38

_libc = ctypes.CDLL(None, use_errno=True)

# Refused by number: sockets, programs, processes, signals, tracing, mounts, namespaces, kernel keys, io_uring.
_REFUSED = {
    "x86_64": (0xC000003E, 56, 435, "41 53 57 58 59 62 101 129 165 200 234 248 249 250 272 297 298 302 304 308 310 311 "
               "321 322 323 424 425 434 438"),
    "aarch64": (0xC00000B7, 220, 435, "198 199 221 129 117 138 40 130 131 217 218 219 97 240 241 261 265 268 270 271 "
                "280 281 282 424 425 434 438"),
}  # fmt: skip


def limit_resources(cpu_seconds: int = CPU_SECONDS, memory: int = MEMORY) -> bool:
    """Memory, processor time, open files; no core dump, no byte written to any file."""
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (most, most))
    return bool(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)


def leave_network() -> bool:
    """Move into an empty network namespace; false where neither root nor user namespaces allow it."""
    own = 0 if os.geteuid() == 0 else _CLONE_NEWUSER
    if _libc.unshare(own | _CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        return True
    return bool(own == 0 and _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0)


def drop_user() -> bool:
    """Become nobody when started as root; others keep their user (Landlock keeps their files out of reach)."""
    if os.geteuid() != 0:
        return True
    with contextlib.suppress(OSError):
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        resource.setrlimit(resource.RLIMIT_NPROC, (MOST_THREADS, MOST_THREADS))
    return os.geteuid() != 0


def refuse_new_rights() -> bool:
    """No set-user-id program can give anything back; needed before the next two steps."""
    return bool(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)


def close_files() -> bool:
    """Landlock: from now on no path can be opened but the system's fonts (PDF pages need them), read only."""
    abi = _libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if abi < 1:
        return False
    handled = (1 << (13 if abi == 1 else 14 if abi == 2 else 15 if abi < 5 else 16)) - 1
    rights = struct.pack("=QQQ", handled, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = _libc.syscall(_LANDLOCK_CREATE, rights, size, 0)
    if ruleset < 0:
        return False
    with contextlib.suppress(OSError):
        fonts = os.open(FONTS, os.O_PATH | os.O_DIRECTORY)
        _libc.syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", _READ_FILES, fonts), 0)
        os.close(fonts)
    held = bool(_libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return held


def refuse_calls() -> bool:
    """seccomp: system calls that no reader of pictures needs answer "not permitted"; threads stay possible."""
    if platform.machine() not in _REFUSED:
        return False
    arch, clone, clone3, refused = _REFUSED[platform.machine()]
    program = _filter(arch, clone, clone3, [int(number) for number in refused.split()])
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, header, 0, 0) == 0)


def _filter(arch: int, clone: int, clone3: int, refused: list[int]) -> bytes:
    """The classic BPF program: load, compare, answer. Offsets are those of struct seccomp_data."""
    load, equal, at_least, has_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill, error = 0x7FFF0000, 0x80000000, 0x00050000

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, value)

    steps = [step(load, 4), step(equal, arch, 1, 0), step(answer, kill), step(load, 0)]
    steps += [step(at_least, 0x40000000, 0, 1), step(answer, error | _EPERM)]
    steps += [step(equal, clone3, 0, 1), step(answer, error | _ENOSYS)]
    for number in refused:
        steps += [step(equal, number, 0, 1), step(answer, error | _EPERM)]
    steps += [
        step(equal, clone, 0, 3),
        step(load, 16),
        step(has_bit, _CLONE_THREAD, 1, 0),
        step(answer, error | _EPERM),
    ]
    return b"".join([*steps, step(answer, allow)])


def before_imports(cpu_seconds: int = CPU_SECONDS, memory: int = MEMORY) -> dict[str, bool]:
    """What can be given up while our own code must still be loaded."""
    return {"limits": limit_resources(cpu_seconds, memory), "no_network": leave_network()}


def before_reading() -> dict[str, bool]:
    """The rest, once every module is loaded and before the first untrusted byte is parsed."""
    return {
        "no_new_rights": refuse_new_rights(),
        "no_files": close_files(),
        "other_user": drop_user(),
        "no_programs": refuse_calls(),
    }
