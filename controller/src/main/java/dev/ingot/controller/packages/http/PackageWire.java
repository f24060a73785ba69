package dev.ingot.controller.packages.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.packages.db.PackageEntity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Packages as the API answers them. */
@Component
class PackageWire {
  private final Links links;

  PackageWire(Links links) {
    this.links = links;
  }

  AppPackage of(PackageEntity entity) {
    String digest = entity.digest();
    var checksum = new AppPackage.Checksum("sha256", digest == null ? null : digest.substring("sha256:".length()));
    return new AppPackage(entity.guid(), entity.createdAt(), entity.updatedAt(), entity.type(),
        new AppPackage.Data(checksum, entity.error(), entity.dockerImage()), entity.state(),
        new AppPackage.Relationships(ToOne.of(entity.appGuid())), entity.metadata(), links(entity));
  }

  private Map<String, Link> links(PackageEntity entity) {
    Map<String, Link> all = new LinkedHashMap<>();
    String path = "/v3/packages/" + entity.guid();
    all.put("self", links.to(path));
    all.put("upload", links.to(path + "/upload", "POST"));
    all.put("download", links.to(path + "/download"));
    all.put("app", links.to("/v3/apps/" + entity.appGuid()));
    return all;
  }
}
