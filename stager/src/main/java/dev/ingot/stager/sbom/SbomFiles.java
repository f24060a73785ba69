package dev.ingot.stager.sbom;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SBOM files in a buildpack's layers directory: `<layer>.sbom.<ext>`, `launch.sbom.<ext>`, `build.sbom.<ext>`. Source: CNB buildpack spec,
 * "Software-Bill-of-Materials"; buildpacks-and-images.md §1.2, §1.7.
 */
public final class SbomFiles {
  /** Largest file, bytes. */
  public static final long MAX_BYTES = 64 << 20;
  private static final String MARK = ".sbom.";
  private static final Map<String, String> MEDIA_TYPES = new TreeMap<>(Map.of("cdx.json", "application/vnd.cyclonedx+json", "spdx.json", "application/spdx+json",
      "syft.json", "application/vnd.syft+json"));

  private SbomFiles() {}

  /**
   * One file.
   *
   * @param subject a layer's name, `launch` or `build`
   * @param extension `cdx.json`, `spdx.json` or `syft.json`
   */
  public record SbomFile(String subject, String extension, Path path) {}

  /**
   * The files by name.
   *
   * @param directory the buildpack's layers directory
   * @throws IOException when one is no regular file or larger than {@link #MAX_BYTES}, or of a format the buildpack does not declare in `sbom-formats`
   */
  public static List<SbomFile> in(Buildpack buildpack, Path directory) throws IOException {
    var files = new ArrayList<SbomFile>();
    for (Path path : SafeFiles.children(directory)) {
      String name = path.getFileName().toString();
      int mark = name.lastIndexOf(MARK);
      if (mark <= 0 || !name.endsWith(".json") || SafeFiles.isDirectory(path)) {
        continue;
      }
      String extension = name.substring(mark + MARK.length());
      if (!MEDIA_TYPES.containsKey(extension)) {
        throw new IOException(name + " is an SBOM of an unknown format; known are ." + String.join(", .", MEDIA_TYPES.keySet()));
      }
      if (!declares(buildpack, extension)) {
        throw new IOException(name + " is an SBOM of the type " + MEDIA_TYPES.get(extension) + ", which buildpack.toml does not list in sbom-formats");
      }
      if (!SafeFiles.isFile(path)) {
        throw new IOException(name + " is not a regular file; links and special files are not read");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException(name + " is larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      files.add(new SbomFile(name.substring(0, mark), extension, path));
    }
    return files;
  }

  /** Whether the buildpack's `sbom-formats` has the format of this extension; parameters of media types (`;version=1.4`) do not matter. */
  public static boolean declares(Buildpack buildpack, String extension) {
    String type = MEDIA_TYPES.get(extension);
    return buildpack.descriptor().sbomFormats().stream().anyMatch(format -> format.split(";")[0].strip().equals(type));
  }
}
