package dev.ingot.stager.docker;

import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.ProcessType;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Index;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.FetchedManifest;
import dev.ingot.oci.registry.ImageReference;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Stages a docker package: finds the image for this machine's processor, and says by digest which it is and how it wants to be run. */
public final class DockerStaging {
  private static final String PLATFORM = "platform:";

  private final URI platform;

  /** @param platform origin of the platform's own registry */
  public DockerStaging(URI platform) {
    this.platform = platform;
  }

  /** A droplet, or a failure that says what was tried and what to do. @param log receives lines; second argument true = stderr */
  public StagingResult stage(Stage stage, BiConsumer<String, Boolean> log) {
    DockerSource source = stage.getDocker();
    StagingResult.Builder result = StagingResult.newBuilder().setBuildGuid(stage.getBuildGuid());
    log.accept("Staging docker image " + source.getReference(), false);
    String reason;
    String remedy;
    try {
      StagedDroplet droplet = droplet(source);
      log.accept("Docker image is " + droplet.getImage().getRepository() + "@" + droplet.getImage().getDigest() + ", "
          + droplet.getLayersCount() + " layers, " + droplet.getImageSizeBytes() + " bytes", false);
      return result.setStaged(droplet).build();
    } catch (RegistryException e) {
      reason = reason(e);
      remedy = remedy(e);
    } catch (IOException | ImageFormatException | IllegalArgumentException e) {
      reason = String.valueOf(e.getMessage());
      remedy = "Push an image this platform can run.";
    }
    String told = "docker image " + source.getReference() + ": " + reason;
    log.accept("Failed to stage " + told, true);
    return result.setFailed(StagingFailure.newBuilder().setCode("StagingError").setPhase("docker").setReason(told).setRemedy(remedy)).build();
  }

  private static String reason(RegistryException e) {
    return switch (e.status()) {
      case 401, 403 -> "the registry does not let us in (" + e.status() + "): the image needs other credentials, or does not exist";
      case 404 -> "it was not found in its registry";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String remedy(RegistryException e) {
    return switch (e.status()) {
      case 401, 403 -> "Give --docker-username, and the password in CF_DOCKER_PASSWORD.";
      case 404 -> "Check the name and the tag.";
      default -> "See that the registry can be reached from the platform's cells, then push again.";
    };
  }

  private StagedDroplet droplet(DockerSource source) throws IOException {
    ImageReference reference = ImageReference.parse(source.getReference());
    try (RegistryClient registry = open(source, platform)) {
      FetchedManifest found = fetch(registry, reference.repository(), reference.reference());
      if (MediaTypes.isIndex(found.mediaType())) {
        Descriptor ours = Index.parse(found.bytes(), found.mediaType()).forPlatform(ImageConfig.hostArchitecture(), "linux")
            .orElseThrow(() -> new ImageFormatException("it has no variant for linux/" + ImageConfig.hostArchitecture()));
        found = fetch(registry, reference.repository(), ours.digest().value());
      }
      Manifest manifest = Manifest.parse(found.bytes(), found.mediaType());
      return described(source, reference, found.digest(), manifest, registry.getConfig(reference.repository(), manifest));
    }
  }

  /** A client of the registry a source names, with its credentials. @param platform origin of the platform's own registry */
  public static RegistryClient open(DockerSource source, URI platform) throws IOException {
    Credentials credentials = source.getUsername().isEmpty() && source.getPassword().isEmpty() ? null
        : new Credentials(source.getUsername(), source.getPassword());
    return source.getRegistry().equals(PLATFORM) ? new RegistryClient(platform, credentials)
        : RegistryClient.toAny(URI.create(source.getRegistry()), credentials, source.getAuthorities());
  }

  private static FetchedManifest fetch(RegistryClient registry, String repository, String reference) throws IOException {
    return registry.findManifest(repository, reference).orElseThrow(() -> new RegistryException(repository + ":" + reference + " is missing", 404));
  }

  private static StagedDroplet described(DockerSource source, ImageReference reference, Digest digest, Manifest manifest, ImageConfig config) {
    if (!config.os().equals("linux") || !config.architecture().equals(ImageConfig.hostArchitecture())) {
      throw new ImageFormatException("it is for " + config.os() + "/" + config.architecture() + ", and this platform runs linux/"
          + ImageConfig.hostArchitecture());
    }
    manifest.layers().stream().filter(layer -> !MediaTypes.isReadableLayer(layer.mediaType())).findFirst().ifPresent(layer -> {
      throw new ImageFormatException("its layer " + layer.digest() + " has the type " + layer.mediaType() + ", which cannot be unpacked");
    });
    List<String> command = new ArrayList<>(config.entrypoint());
    command.addAll(config.cmd());
    StagedDroplet.Builder droplet = StagedDroplet.newBuilder().setDefaultProcess("web").setImageSizeBytes(manifest.totalSize())
        .setImage(Image.newBuilder().setRegistry(source.getRegistry()).setRepository(reference.repository()).setDigest(digest.value()))
        .addProcesses(ProcessType.newBuilder().setType("web").setCommand(String.join(" ", command))).setExecutionMetadata(metadata(config));
    List<Digest> diffIds = config.diffIds();
    List<String> createdBy = config.createdBy();
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      droplet.addLayers(StagedLayer.newBuilder().setCreatedBy(i < createdBy.size() ? createdBy.get(i) : "").setDigest(layer.digest().value())
          .setDiffId(i < diffIds.size() ? diffIds.get(i).value() : "").setSizeBytes(layer.size()));
    }
    return droplet.build();
  }

  /** In CF's form: command, directory, user and ports of the image. */
  private static String metadata(ImageConfig config) {
    var json = OciJson.object();
    var entrypoint = json.putArray("entrypoint");
    config.entrypoint().forEach(entrypoint::add);
    var cmd = json.putArray("cmd");
    config.cmd().forEach(cmd::add);
    json.put("workdir", config.workingDirectory()).put("user", config.user());
    var ports = json.putArray("ports");
    config.exposedPorts().forEach(port -> ports.addObject().put("Port", port).put("Protocol", "tcp"));
    return new String(OciJson.bytes(json), java.nio.charset.StandardCharsets.UTF_8);
  }
}
