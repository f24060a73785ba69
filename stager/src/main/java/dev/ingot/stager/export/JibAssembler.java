package dev.ingot.stager.export;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.layer.Trees;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Assembles with Jib on top of a stage manifest that has all layers already: Jib follows links, so it never sees our files
 * (buildpacks-and-images.md §4.4 way B, §8.3). On the wire it looks for each layer and sends config and manifest only.
 */
final class JibAssembler implements ImageAssembler {
  private static final List<String> DROPPED = List.of("/variant", "/os.version", "/os.features", "/author", "/config/StopSignal", "/config/Shell",
      "/config/OnBuild", "/config/Healthcheck");

  private final RegistryClient registry;
  private final Path scratch;

  JibAssembler(RegistryClient registry, Path scratch) {
    this.registry = registry;
    this.scratch = scratch;
  }

  /** False when the config has something that Jib would drop. */
  static boolean canCarry(ImageConfig config) {
    return DROPPED.stream().noneMatch(config::has);
  }

  @Override
  public Digest assemble(String repository, String tag, List<Descriptor> layers, ImageConfig config) throws IOException {
    var stage = new ManifestAssembler(registry).stage(repository, layers, config);
    Files.createDirectories(scratch);
    // Jib sends credentials over plain HTTP only when told so, for the whole JVM; the registry is on loopback or behind TLS.
    System.setProperty("sendCredentialsOverHttp", "true");
    Digest result = null;
    try {
      var base = image(repository + "@" + stage);
      var target = image(repository + ":" + tag);
      var container = Jib.from(base).setEntrypoint(config.entrypoint()).setEnvironment(config.env()).setLabels(config.labels())
          .setCreationTime(Instant.parse(ImageConfig.CREATED)).setFormat(ImageFormat.OCI)
          .containerize(Containerizer.to(target).setAllowInsecureRegistries(registry.origin().getScheme().equals("http"))
              .setBaseImageLayersCache(scratch.resolve("base")).setApplicationLayersCache(scratch.resolve("app")).setToolName("ingot"));
      result = Digest.of(container.getDigest().toString());
      verify(repository, result, config);
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("assembling the image was stopped");
    } catch (ExecutionException e) {
      throw new IOException("Jib could not assemble " + repository + ":" + tag + ": " + e.getCause(), e);
    } catch (com.google.cloud.tools.jib.api.RegistryException | com.google.cloud.tools.jib.api.CacheDirectoryCreationException
        | com.google.cloud.tools.jib.api.InvalidImageReferenceException e) {
      throw new IOException("Jib could not assemble " + repository + ":" + tag + ": " + e.getMessage(), e);
    } finally {
      if (!stage.equals(result)) {
        registry.deleteManifest(repository, stage.value());
      }
      Trees.delete(scratch);
    }
  }

  private void verify(String repository, Digest digest, ImageConfig config) throws IOException {
    Manifest manifest = registry.getManifest(repository, digest.value());
    var made = registry.getConfig(repository, manifest);
    if (!made.diffIds().equals(config.diffIds()) || !made.env().equals(config.env()) || !made.labels().equals(config.labels())) {
      throw new IOException("Jib made an image whose layers, environment or labels differ from what was asked");
    }
  }

  private RegistryImage image(String reference) throws com.google.cloud.tools.jib.api.InvalidImageReferenceException {
    var image = RegistryImage.named(registry.origin().getAuthority() + "/" + reference);
    registry.credentials().ifPresent(c -> image.addCredential(c.user(), c.password()));
    return image;
  }
}
