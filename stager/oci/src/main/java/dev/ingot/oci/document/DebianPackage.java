package dev.ingot.oci.document;

import dev.ingot.oci.layer.LayerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Debian package that is installed in an image, as dpkg's status file tells it. */
public record DebianPackage(String name, String version, String architecture) {
  /** Where dpkg keeps them, below the root. */
  public static final String FILE = "var/lib/dpkg/status";
  private static final int MAX_STATUS = 4 << 20;
  private static final long MAX_LAYER = 2L << 30;

  /** As a part of a bill of materials. */
  public Component component() {
    return Component.of("deb", "debian", name, version, "arch=" + architecture, FILE);
  }

  /**
   * Those that a layer's status file tells; none when it has none. Reading a layer costs about as much as unpacking it.
   *
   * @param blob the layer as transferred; not closed
   * @throws dev.ingot.oci.layer.LayerException when it cannot be read as one
   */
  public static List<DebianPackage> of(InputStream blob, String mediaType) throws IOException {
    List<DebianPackage> packages = new ArrayList<>();
    LayerFiles.scan(blob, mediaType, MAX_LAYER, (name, content) -> {
      if (!name.equals(FILE)) {
        return true;
      }
      packages.addAll(parse(new String(content.readNBytes(MAX_STATUS), StandardCharsets.UTF_8)));
      return false;
    });
    return List.copyOf(packages);
  }

  /** dpkg's status file: the packages that are installed. */
  public static List<DebianPackage> parse(String status) {
    List<DebianPackage> packages = new ArrayList<>();
    for (String paragraph : status.split("\n\n")) {
      String name = "";
      String version = "";
      String architecture = "";
      boolean installed = false;
      for (String line : paragraph.split("\n")) {
        name = line.startsWith("Package: ") ? line.substring(9).strip() : name;
        version = line.startsWith("Version: ") ? line.substring(9).strip() : version;
        architecture = line.startsWith("Architecture: ") ? line.substring(14).strip() : architecture;
        installed |= line.startsWith("Status: ") && line.endsWith(" installed");
      }
      if (installed && architecture.matches("[a-z0-9-]+")) {
        packages.add(new DebianPackage(name, version, architecture));
      }
    }
    return packages;
  }
}
