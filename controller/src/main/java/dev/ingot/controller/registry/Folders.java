package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Listings of the registry's own folders; what is not there is empty. */
final class Folders {
  private Folders() {}

  static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    children.sort(null);
    return children;
  }

  /** The digests linked as `<alg>/<hex>` below a folder. */
  static List<Digest> digests(Path folder) throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (String algorithm : Digest.ALGORITHMS) {
      for (Path link : children(folder.resolve(algorithm))) {
        String digest = algorithm + ":" + link.getFileName();
        if (Digest.isDigest(digest)) {
          digests.add(Digest.of(digest));
        }
      }
    }
    return digests;
  }

  /** Names of all repositories below a folder, parts joined by `/`. */
  static List<String> repositories(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    collect(root, "", names);
    return names;
  }

  private static void collect(Path folder, String name, List<String> names) throws IOException {
    boolean isRepository = false;
    for (Path child : children(folder)) {
      String part = child.getFileName().toString();
      if (part.startsWith("_")) {
        isRepository = true;
      } else if (Files.isDirectory(child)) {
        collect(child, name.isEmpty() ? part : name + "/" + part, names);
      }
    }
    if (isRepository) {
      names.add(name);
    }
  }

  /** Removes a folder and what is in it. */
  static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      for (Path child : children(folder)) {
        delete(child);
      }
    }
    Files.deleteIfExists(folder);
  }
}
