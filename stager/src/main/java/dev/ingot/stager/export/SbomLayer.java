package dev.ingot.stager.export;

import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.layer.RawName;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.BuiltLayer;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.sbom.SbomFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * SBOM files of what is launched, as the image carries them: `<layers>/sbom/launch/<buildpack>/<layer>/sbom.<ext>` and, of the buildpack as a
 * whole, `<layers>/sbom/launch/<buildpack>/sbom.<ext>`. Source: CNB platform spec, "Exporter"; buildpacks-and-images.md §1.9, §1.12.
 *
 * @param files path below `sbom/launch` → file
 */
record SbomLayer(Map<String, Path> files) {
  private static final String ROOT = Workspace.LAYERS + "/sbom";
  private static final Owner VCAP = new Owner(2000, 2000);

  static SbomLayer of(BuildResult result, Workspace workspace) throws IOException {
    var files = new TreeMap<String, Path>();
    for (var output : result.outputs()) {
      String directory = output.buildpack().dirName();
      for (var file : SbomFiles.in(output.buildpack(), workspace.layers().resolve(directory))) {
        boolean layer = output.layers().stream().filter(BuiltLayer::launch).anyMatch(one -> one.name().equals(file.subject()));
        if (layer || file.subject().equals("launch")) {
          files.put(directory + "/" + (layer ? file.subject() + "/" : "") + "sbom." + file.extension(), file.path());
        }
      }
    }
    return new SbomLayer(files);
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  void write(LayerTarWriter tar) throws IOException {
    tar.directory(Workspace.LAYERS, 0755, Owner.ROOT);
    tar.directory(ROOT, 0755, VCAP);
    tar.directory(ROOT + "/launch", 0755, VCAP);
    Set<String> made = new HashSet<>();
    for (var file : files.entrySet()) {
      String name = RawName.ofUtf8(file.getKey());
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        if (made.add(name.substring(0, slash))) {
          tar.directory(ROOT + "/launch/" + name.substring(0, slash), 0755, VCAP);
        }
      }
      tar.tree(file.getValue(), ROOT + "/launch/" + name, VCAP);
    }
  }
}
