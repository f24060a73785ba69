package dev.ingot.controller.droplet.db;

import dev.ingot.controller.docker.DockerAccess;
import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of `droplets`. A build's is STAGED from the start. An uploaded one is AWAITING_UPLOAD → PROCESSING_UPLOAD → STAGED or FAILED. Old ones
 * become EXPIRED and lose their image.
 */
@Entity
@Table(name = "droplets")
public class DropletEntity extends LabelledEntity {
  public static final String STAGED = "STAGED";
  public static final String AWAITING_UPLOAD = "AWAITING_UPLOAD";
  public static final String PROCESSING_UPLOAD = "PROCESSING_UPLOAD";

  private String appGuid = "";
  private @Nullable String packageGuid;
  private @Nullable String buildGuid;
  private String state = "STAGED";
  private @Nullable String imageRepository;
  private @Nullable String imageDigest;
  private @Nullable Long imageSizeBytes;
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> processTypes = new HashMap<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private List<UsedBuildpack> buildpacks = new ArrayList<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Layer> layers = new ArrayList<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Sidecar> sidecars = new ArrayList<>();
  private @Nullable String defaultProcess;
  private String lifecycleType = "buildpack";
  private @Nullable String stack;
  private @Nullable String error;
  private @Nullable String imageRegistry;
  private @Nullable String dockerImage;
  private @Nullable String dockerUsername;
  private @Nullable String dockerPassword;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Map<String, Object> executionMetadata;

  /** A buildpack that took part. */
  public record UsedBuildpack(String id, String version, String name) {}

  /** A layer of the image. @param reused no byte of it was sent */
  public record Layer(String createdBy, String diffId, String digest, long sizeBytes, boolean reused) {}

  /** A sidecar that a buildpack asks for. @param memoryMb MiB, null = no part of its own */
  public record Sidecar(String name, String command, List<String> processTypes, @Nullable Integer memoryMb) {}

  /** For JPA only. */
  protected DropletEntity() {}

  /** A staged droplet of an app, from a package by a build. */
  public DropletEntity(String appGuid, String packageGuid, String buildGuid, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.packageGuid = packageGuid;
    this.buildGuid = buildGuid;
  }

  /** One that waits for its upload. */
  public static DropletEntity awaitingUpload(String appGuid, Map<String, String> processTypes, String lifecycleType, Instant now) {
    DropletEntity droplet = new DropletEntity(now);
    droplet.appGuid = appGuid;
    droplet.state = AWAITING_UPLOAD;
    droplet.processTypes = new HashMap<>(processTypes);
    droplet.lifecycleType = lifecycleType;
    return droplet;
  }

  /** The same contents for another app, whose image is in this repository. */
  public DropletEntity copyTo(String otherAppGuid, String repository, Instant now) {
    DropletEntity copy = new DropletEntity(now);
    copy.appGuid = otherAppGuid;
    copy.imageRepository = repository;
    copy.imageDigest = imageDigest;
    copy.imageSizeBytes = imageSizeBytes;
    copy.defaultProcess = defaultProcess;
    copy.contents(processTypes, buildpacks, layers);
    copy.sidecars(sidecars);
    copy.lifecycle(lifecycleType, stack);
    return copy;
  }

  /** The same contents on another run image. @param sizeBytes of all its layers */
  public DropletEntity rebased(String digest, long sizeBytes, List<Layer> newLayers, Instant now) {
    DropletEntity copy = copyTo(appGuid, java.util.Objects.requireNonNull(imageRepository), now);
    copy.packageGuid = packageGuid;
    copy.imageDigest = digest;
    copy.imageSizeBytes = sizeBytes;
    copy.layers = new ArrayList<>(newLayers);
    return copy;
  }

  private DropletEntity(Instant now) {
    super(now);
  }

  /** To another state. @param error why it FAILED */
  public void state(String state, @Nullable String error, Instant now) {
    this.state = state;
    this.error = error;
    touch(now);
  }

  /** Says which image it is; sizes in bytes. */
  public void image(String repository, String digest, long sizeBytes, @Nullable String defaultProcess) {
    imageRepository = repository;
    imageDigest = digest;
    imageSizeBytes = sizeBytes;
    this.defaultProcess = defaultProcess;
  }

  /** Says what is in it and how it came to be. */
  public void contents(Map<String, String> processTypes, List<UsedBuildpack> buildpacks, List<Layer> layers) {
    this.processTypes = new HashMap<>(processTypes);
    this.buildpacks = new ArrayList<>(buildpacks);
    this.layers = new ArrayList<>(layers);
  }

  /** Says which sidecars its buildpacks ask for. */
  public void sidecars(List<Sidecar> asked) {
    this.sidecars = new ArrayList<>(asked);
  }

  /** Sidecars its buildpacks ask for. */
  public List<Sidecar> sidecars() {
    return List.copyOf(sidecars);
  }

  public void lifecycle(String type, @Nullable String stack) {
    this.lifecycleType = type;
    this.stack = stack;
  }

  /**
   * Says that it is an image of the user's own.
   *
   * @param reference as the user wrote it
   * @param metadata how the image wants to be run, a JSON object
   */
  public void docker(String reference, DockerAccess access, @Nullable Map<String, Object> metadata) {
    dockerImage = reference;
    imageRegistry = access.registry();
    dockerUsername = access.username();
    dockerPassword = access.password();
    executionMetadata = metadata;
  }

  /** As the user wrote it; null = an image of ours. */
  public @Nullable String dockerImage() {
    return dockerImage;
  }

  /** Who enters the registry of {@link #dockerImage}; null = anybody may. */
  public @Nullable String dockerUsername() {
    return dockerUsername;
  }

  /** How the image wants to be run; null = an image of ours. */
  public @Nullable Map<String, Object> executionMetadata() {
    return executionMetadata;
  }

  public String appGuid() {
    return appGuid;
  }

  public @Nullable String packageGuid() {
    return packageGuid;
  }

  public String state() {
    return state;
  }

  public @Nullable String imageRepository() {
    return imageRepository;
  }

  public @Nullable String imageDigest() {
    return imageDigest;
  }

  /** Type → command as shown to people, sorted. */
  public Map<String, String> processTypes() {
    return new TreeMap<>(processTypes);
  }

  public List<UsedBuildpack> buildpacks() {
    return List.copyOf(buildpacks);
  }

  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  public @Nullable String defaultProcess() {
    return defaultProcess;
  }

  public String lifecycleType() {
    return lifecycleType;
  }

  public @Nullable String stack() {
    return stack;
  }

  public @Nullable String error() {
    return error;
  }

  /** Of all layers, compressed, in bytes; null = not known. */
  public @Nullable Long imageSizeBytes() {
    return imageSizeBytes;
  }

  /** The build it came from. */
  public @Nullable String buildGuid() {
    return buildGuid;
  }
}
