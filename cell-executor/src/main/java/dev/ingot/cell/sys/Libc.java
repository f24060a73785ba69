package dev.ingot.cell.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The few libc calls Java has no API for. Every failure is an IOException that names call, object and errno. Thread-safe. */
public final class Libc {
  public static final long MS_RDONLY = 1;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOATIME = 1024;
  public static final int MNT_DETACH = 2;
  public static final int ESRCH = 3;
  public static final int EINVAL = 22;
  public static final int ENOENT = 2;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int SYS_PIDFD_SEND_SIGNAL = 424;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle MOUNT =
      handle("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT2 = handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SYSCALL =
      handle("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Libc() {}

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
  }

  /** mount(2). */
  public static void mount(String source, String target, String type, long flags, @Nullable String data) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment options = data == null ? MemorySegment.NULL : arena.allocateFrom(data);
      int rc = (int) MOUNT.invokeExact(state, arena.allocateFrom(source), arena.allocateFrom(target), arena.allocateFrom(type), flags, options);
      check(rc, state, "mount " + type + " on " + target);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** umount2(2); a target that is not mounted or not there any more is fine. */
  public static void umount(String target, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int rc = (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target), flags);
      int errno = (int) ERRNO.get(state, 0L);
      if (rc != 0 && (errno == EINVAL || errno == ENOENT)) {
        return;
      }
      check(rc, state, "umount " + target);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** A file descriptor that means this process and no later one with the same number; -1 when there is none. Close it. */
  static int pidfdOpen(long pid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long fd = (long) SYSCALL.invokeExact(state, (long) SYS_PIDFD_OPEN, pid, 0L, 0L, 0L);
      if (fd < 0 && (int) ERRNO.get(state, 0L) == ESRCH) {
        return -1;
      }
      check(fd, state, "pidfd_open " + pid);
      return (int) fd;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** False when the process has ended. */
  static boolean pidfdSignal(int fd, int signal) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long rc = (long) SYSCALL.invokeExact(state, (long) SYS_PIDFD_SEND_SIGNAL, (long) fd, (long) signal, 0L, 0L);
      if (rc < 0 && (int) ERRNO.get(state, 0L) == ESRCH) {
        return false;
      }
      check(rc, state, "pidfd_send_signal " + signal);
      return true;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void close(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  private static void check(long rc, MemorySegment state, String what) throws IOException {
    if (rc < 0) {
      int errno = (int) ERRNO.get(state, 0L);
      throw new IOException(what + ": " + Errno.describe(errno));
    }
  }

  private static IOException rethrow(Throwable t) {
    if (t instanceof Error e) {
      throw e;
    }
    return t instanceof IOException e ? e : new IOException(t);
  }
}
