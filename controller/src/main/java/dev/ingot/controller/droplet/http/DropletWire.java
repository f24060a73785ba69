package dev.ingot.controller.droplet.http;

import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.http.Links;
import dev.ingot.oci.registry.RepositoryAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Droplets as the API answers them. */
@Component
class DropletWire {
  private static final String HIDDEN = "[PRIVATE DATA HIDDEN IN LISTS]";
  private static final JsonMapper JSON = JsonMapper.shared();
  private final Links links;

  DropletWire(Links links) {
    this.links = links;
  }

  Droplet droplet(DropletEntity droplet) {
    return wire(droplet, droplet.processTypes());
  }

  /** Without commands. */
  Droplet listed(DropletEntity droplet) {
    Map<String, String> types = new LinkedHashMap<>();
    droplet.processTypes().keySet().forEach(type -> types.put(type, HIDDEN));
    return wire(droplet, types);
  }

  private Droplet wire(DropletEntity droplet, Map<String, String> types) {
    if (droplet.dockerImage() != null) {
      return docker(droplet, types);
    }
    String digest = droplet.imageDigest();
    String image = digest == null || droplet.imageRepository() == null ? null : image(RepositoryAddress.parse(droplet.imageRepository())) + "@" + digest;
    var buildpacks = droplet.buildpacks().stream()
        .map(used -> new Droplet.Buildpack(used.id(), used.name(), used.version(), used.name())).toList();
    return new Droplet(droplet.guid(), droplet.createdAt(), droplet.updatedAt(), droplet.state(), droplet.error(),
        new Lifecycle(droplet.lifecycleType(), new Lifecycle.Data(null, null)), "", types,
        digest == null ? null : new Droplet.Checksum("sha256", digest.replaceFirst("^sha256:", "")), buildpacks, droplet.stack(), image,
        new Droplet.Relationships(ToOne.of(droplet.appGuid())), droplet.metadata(), links(droplet));
  }

  /** What Docker pulls it by. */
  private String image(RepositoryAddress repository) {
    return repository.own() ? links.origin().replaceFirst("^https?://", "") + "/" + repository.name() : repository.reference();
  }

  private Droplet docker(DropletEntity droplet, Map<String, String> types) {
    var metadata = droplet.executionMetadata();
    return new Droplet(droplet.guid(), droplet.createdAt(), droplet.updatedAt(), droplet.state(), droplet.error(),
        new Lifecycle("docker", new Lifecycle.Data(null, null)), metadata == null ? "" : JSON.writeValueAsString(metadata), types, null, null, null,
        droplet.dockerImage(), new Droplet.Relationships(ToOne.of(droplet.appGuid())), droplet.metadata(), links(droplet));
  }

  private Map<String, Link> links(DropletEntity droplet) {
    Map<String, Link> all = new LinkedHashMap<>();
    all.put("self", links.to("/v3/droplets/" + droplet.guid()));
    all.put("app", links.to("/v3/apps/" + droplet.appGuid()));
    all.put("assign_current_droplet", links.to("/v3/apps/" + droplet.appGuid() + "/relationships/current_droplet", "PATCH"));
    if (droplet.state().equals(DropletEntity.AWAITING_UPLOAD)) {
      all.put("upload", links.to("/v3/droplets/" + droplet.guid() + "/upload", "POST"));
    } else if (droplet.imageDigest() != null && !droplet.lifecycleType().equals("docker")) {
      all.put("download", links.to("/v3/droplets/" + droplet.guid() + "/download"));
    }
    if (droplet.packageGuid() != null) {
      all.put("package", links.to("/v3/packages/" + droplet.packageGuid()));
    }
    return all;
  }
}
