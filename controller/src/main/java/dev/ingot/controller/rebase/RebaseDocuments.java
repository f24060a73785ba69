package dev.ingot.controller.rebase;

import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.image.Images;
import dev.ingot.controller.image.PlatformRegistry;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.document.Component;
import dev.ingot.oci.document.CycloneDx;
import dev.ingot.oci.document.DebianPackage;
import dev.ingot.oci.document.Referrer;
import dev.ingot.oci.document.SlsaProvenance;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.image.Rebase;
import dev.ingot.oci.layer.LayerException;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bill of materials and provenance of rebased images. The first is that of the image before with the new run image's packages in the place of the old
 * one's; an image that has none of ours gets none. An image without them is no failure.
 */
@org.springframework.stereotype.Component
class RebaseDocuments {
  static final String BUILD_TYPE = "https://ingot.dev/build/rebase/v1";
  static final String BUILDER = "https://ingot.dev/builder/controller/v1";
  private static final Logger LOG = LoggerFactory.getLogger(RebaseDocuments.class);
  private static final int MAX_RUN_IMAGES = 8;

  private final PlatformRegistry registry;
  private final Clock clock;
  /** Of the last run images, by reference with digest. */
  private final Map<String, List<DebianPackage>> packages = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, List<DebianPackage>> eldest) {
      return size() > MAX_RUN_IMAGES;
    }
  };

  RebaseDocuments(PlatformRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Reads what the run image has installed, once: a matter of seconds that no app should wait for. */
  void prepare(RebaseEntity rebase, Rebase.RunImage run) {
    try {
      installed(rebase, run);
    } catch (IOException | RegistryException | ImageFormatException e) {
      LOG.warn("the packages of run image {} cannot be read: {}", run.reference(), e.getMessage());
    }
  }

  /** Stores what the rebased image lacks: the same again adds nothing. @param before the run image it was on */
  void store(RebaseEntity rebase, DropletEntity droplet, Rebase.RunImage run, String before, Descriptor image) {
    Instant started = clock.instant();
    RepositoryAddress address = RepositoryAddress.parse(String.valueOf(droplet.imageRepository()));
    try {
      Images images = registry.at(address);
      List<Descriptor> there = images.referrers(address.name(), image.digest());
      if (there.stream().noneMatch(one -> is(one, Referrer.SBOM))) {
        Optional<CycloneDx.Contents> old = bill(images, address.name(), Digest.of(String.valueOf(droplet.imageDigest())));
        if (old.isPresent()) {
          List<Component> components = new ArrayList<>(old.get().components().stream().filter(one -> !one.source().equals(DebianPackage.FILE)).toList());
          installed(rebase, run).forEach(one -> components.add(one.component()));
          components.sort(Comparator.comparing(Component::purl));
          add(images, address.name(), image, Referrer.SBOM, CycloneDx.document(address.name(), image.digest().value(), components, old.get().incomplete()));
        }
      }
      if (there.stream().noneMatch(one -> is(one, Referrer.PROVENANCE))) {
        add(images, address.name(), image, Referrer.PROVENANCE, provenance(rebase, droplet, run, before, image, started));
      }
    } catch (IOException | RegistryException | ImageFormatException e) {
      LOG.warn("the rebased image {}@{} has no bill of materials or provenance: {}", address.reference(), image.digest(), e.getMessage());
    }
  }

  private static boolean is(Descriptor referrer, String type) {
    return referrer.other().containsKey("artifactType") && referrer.other().get("artifactType").asString("").equals(type);
  }

  private byte[] provenance(RebaseEntity rebase, DropletEntity droplet, Rebase.RunImage run, String before, Descriptor image, Instant started) {
    RepositoryAddress address = RepositoryAddress.parse(String.valueOf(droplet.imageRepository()));
    var provenance = new SlsaProvenance(address.name(), image.digest(), BUILD_TYPE);
    provenance.external().put("app", droplet.appGuid()).put("stack", rebase.stack()).put("image", address.reference() + "@" + droplet.imageDigest()).put("runImage", run.reference())
        .put("force", rebase.forced());
    provenance.internal().put("droplet", droplet.guid()).put("runImageBefore", before);
    provenance.dependency(address.reference(), String.valueOf(droplet.imageDigest()));
    provenance.dependency(before.replaceFirst("@.*$", ""), before.replaceFirst("^[^@]*@?", ""));
    provenance.dependency(run.name(), rebase.runDigest());
    return provenance.bytes(BUILDER, rebase.guid(), started, clock.instant());
  }

  /** The newest that we made; empty when there is none. */
  private static Optional<CycloneDx.Contents> bill(Images images, String repository, Digest image) throws IOException {
    Optional<CycloneDx.Contents> found = Optional.empty();
    for (Descriptor referrer : images.referrers(repository, image)) {
      var stored = is(referrer, Referrer.SBOM) ? images.manifest(repository, referrer.digest()) : Optional.<dev.ingot.oci.registry.FetchedManifest>empty();
      List<Descriptor> layers = stored.isEmpty() ? List.of() : Manifest.parse(stored.get().bytes(), stored.get().mediaType()).layers();
      if (layers.size() == 1 && layers.getFirst().size() <= OciJson.MAX_BYTES && images.size(repository, layers.getFirst().digest()).isPresent()) {
        try (InputStream in = images.open(repository, layers.getFirst().digest())) {
          Optional<CycloneDx.Contents> ours = CycloneDx.read(in.readNBytes(OciJson.MAX_BYTES));
          found = ours.isPresent() ? ours : found;
        }
      }
    }
    return found;
  }

  private static void add(Images images, String repository, Descriptor image, String type, byte[] document) throws IOException {
    for (byte[] blob : List.of(Referrer.config(), document)) {
      images.put(repository, Digest.sha256(blob), new ByteArrayInputStream(blob));
    }
    images.putManifest(repository, dev.ingot.oci.image.MediaTypes.MANIFEST, Referrer.manifest(image, type, document).toBytes());
  }

  /** As the highest layer with a status file tells. */
  private List<DebianPackage> installed(RebaseEntity rebase, Rebase.RunImage run) throws IOException {
    synchronized (packages) {
      List<DebianPackage> known = packages.get(run.reference());
      if (known != null) {
        return known;
      }
    }
    RepositoryAddress address = RepositoryAddress.parse(rebase.runRepository());
    List<DebianPackage> found = List.of();
    for (Descriptor layer : run.image().manifest().layers().reversed()) {
      if (found.isEmpty()) {
        found = installed(registry.at(address), address.name(), layer);
      }
    }
    synchronized (packages) {
      packages.put(run.reference(), found);
    }
    return found;
  }

  private static List<DebianPackage> installed(Images images, String repository, Descriptor layer) throws IOException {
    try (InputStream in = images.open(repository, layer.digest())) {
      return DebianPackage.of(in, layer.mediaType());
    } catch (LayerException e) {
      // an image by reference may have layers only its makers can read
      return List.of();
    }
  }
}
