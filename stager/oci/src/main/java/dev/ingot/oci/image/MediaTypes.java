package dev.ingot.oci.image;

import java.util.Set;

/** Media types of the OCI image specification and Docker's older names for the same things. */
public final class MediaTypes {
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  public static final String LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
  public static final String LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";
  public static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  public static final String DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private static final Set<String> GZIP = Set.of(LAYER_GZIP, DOCKER_LAYER_GZIP, "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
  private static final Set<String> PLAIN = Set.of(LAYER, DOCKER_LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar");

  private static final Set<String> ZSTD = Set.of(LAYER_ZSTD, "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd");

  private MediaTypes() {}

  public static boolean isIndex(String mediaType) {
    return mediaType.equals(INDEX) || mediaType.equals(DOCKER_INDEX);
  }

  public static boolean isManifest(String mediaType) {
    return mediaType.equals(MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }

  /** A layer compressed with gzip. */
  public static boolean isGzipLayer(String mediaType) {
    return GZIP.contains(mediaType);
  }

  /** A layer compressed with zstd. */
  public static boolean isZstdLayer(String mediaType) {
    return ZSTD.contains(mediaType);
  }

  /** A layer we can unpack: plain tar, gzip or zstd. */
  public static boolean isReadableLayer(String mediaType) {
    return GZIP.contains(mediaType) || ZSTD.contains(mediaType) || PLAIN.contains(mediaType);
  }
}
