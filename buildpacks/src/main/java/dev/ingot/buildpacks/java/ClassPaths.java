package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Directories of the system that a distribution compiled into its classes, as it does with Gradle's own place, led into the directory that its packages were unpacked to. */
final class ClassPaths {
  private static final String PREFIX = "/usr/share/";
  private static final int MAX_ENTRY = 16 << 20;
  private final Path tree;

  /** @param tree takes the place of {@code /} */
  ClassPaths(Path tree) {
    this.tree = tree;
  }

  /** Replaces, in each class of the jar, texts that are a path below {@code /usr/share} that exists in the tree. The jar stays as it is when there is none. */
  void relocate(Path jar) throws IOException {
    var fresh = jar.resolveSibling(jar.getFileName() + ".new");
    boolean changed = false;
    try (var old = new ZipFile(jar.toFile()); var out = new ZipOutputStream(Files.newOutputStream(fresh))) {
      for (var entry : old.stream().toList()) {
        byte[] bytes;
        try (var in = old.getInputStream(entry)) {
          bytes = in.readNBytes(MAX_ENTRY + 1);
        }
        if (bytes.length > MAX_ENTRY) {
          throw new BuildFailure("The file " + entry.getName() + " in " + jar.getFileName() + " of the distribution has more than " + (MAX_ENTRY >> 20) + " MiB.");
        }
        var relocated = entry.getName().endsWith(".class") ? relocated(bytes) : bytes;
        changed |= relocated != bytes;
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(relocated);
      }
    }
    if (changed) {
      Files.move(fresh, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files2.delete(fresh);
    }
  }

  /** The class with its texts replaced (Java virtual machine specification, 4.4 "The Constant Pool"); the same array when there is nothing to replace. */
  byte[] relocated(byte[] bytes) throws IOException {
    if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(PREFIX)) {
      return bytes;
    }
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    var all = new ByteArrayOutputStream(bytes.length + 1024);
    var out = new DataOutputStream(all);
    boolean changed = false;
    out.writeLong(in.readLong());
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      switch (tag) {
        case 1 -> {
          var text = in.readUTF();
          boolean ours = text.startsWith(PREFIX) && Files.exists(tree.resolve(text.substring(1)));
          changed |= ours;
          out.writeUTF(ours ? tree.resolve(text.substring(1)).toString() : text);
        }
        case 7, 8, 16, 19, 20 -> copy(in, out, 2);
        case 15 -> copy(in, out, 3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> copy(in, out, 4);
        case 5, 6 -> {
          copy(in, out, 8);
          i++;
        }
        default -> throw new BuildFailure("A class of the distribution's packages has a constant of the unknown kind " + tag + ".");
      }
    }
    in.transferTo(out);
    return changed ? all.toByteArray() : bytes;
  }

  private static void copy(DataInputStream in, DataOutputStream out, int length) throws IOException {
    out.write(in.readNBytes(length));
  }
}
