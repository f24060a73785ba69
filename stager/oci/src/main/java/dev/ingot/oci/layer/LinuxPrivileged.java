package dev.ingot.oci.layer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** {@link Privileged} by Linux's own calls through `java.lang.foreign` (the JVM needs `--enable-native-access`). Thread-safe. */
public final class LinuxPrivileged implements Privileged {
  private static final int S_IFCHR = 0020000;
  private static final int S_IFIFO = 0010000;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_FIELD = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle MKNOD = call("mknod",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
  private static final MethodHandle LSETXATTR = call("lsetxattr", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
      ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
  private static final MethodHandle LCHOWN = call("lchown",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private static MethodHandle call(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, ERRNO);
  }

  @Override
  public void whiteout(Path path) throws IOException {
    mknod(path, S_IFCHR);
  }

  @Override
  public void fifo(Path path) throws IOException {
    mknod(path, S_IFIFO | 0600);
  }

  @Override
  public void setAttribute(Path path, String name, byte[] value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment content = arena.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, content, ValueLayout.JAVA_BYTE, 0, value.length);
      int result = (int) LSETXATTR.invokeExact(state, cString(arena, RawName.of(path)), cString(arena, name), content, (long) value.length, 0);
      check(result, state, path, "set attribute " + RawName.display(name) + " of");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("lsetxattr could not be called", e);
    }
  }

  @Override
  public void owner(Path path, long uid, long gid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) LCHOWN.invokeExact(state, cString(arena, RawName.of(path)), (int) uid, (int) gid);
      check(result, state, path, "change the owner to " + uid + ":" + gid + " of");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("lchown could not be called", e);
    }
  }

  private static void mknod(Path path, int mode) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) MKNOD.invokeExact(state, cString(arena, RawName.of(path)), mode, 0L);
      check(result, state, path, "make the special file");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("mknod could not be called", e);
    }
  }

  private static MemorySegment cString(Arena arena, String raw) {
    byte[] bytes = RawName.bytes(raw);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  private static void check(int result, MemorySegment state, Path path, String tried) throws IOException {
    if (result != 0) {
      int errno = (int) ERRNO_FIELD.get(state, 0L);
      String reason = switch (errno) {
        case 1 -> "not permitted: this needs root";
        case 28 -> "no space left";
        case 95 -> "the file system does not support it";
        default -> "errno " + errno;
      };
      throw new FileSystemException(path.toString(), null, "cannot " + tried + " this path: " + reason);
    }
  }
}
