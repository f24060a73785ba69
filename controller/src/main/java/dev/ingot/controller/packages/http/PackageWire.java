package dev.ingot.controller.packages.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.packages.db.PackageEntity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Packages as the API answers them. */
@Component
class PackageWire {
  private final Links links;

  PackageWire(Links links) {
    this.links = links;
  }

  AppPackage of(PackageEntity entity) {
    if (entity.type().equals(PackageEntity.DOCKER)) {
      return answer(entity, new AppPackage.Data(null, null, entity.dockerImage(), entity.dockerUsername(), entity.dockerPassword() == null ? null : "***"));
    }
    String digest = entity.digest();
    var checksum = new AppPackage.Checksum("sha256", digest == null ? null : digest.substring("sha256:".length()));
    return answer(entity, new AppPackage.Data(checksum, Optional.ofNullable(entity.error()), null, null, null));
  }

  private AppPackage answer(PackageEntity entity, AppPackage.Data data) {
    return new AppPackage(entity.guid(), entity.createdAt(), entity.updatedAt(), entity.type(), data, entity.state(),
        new AppPackage.Relationships(ToOne.of(entity.appGuid())), entity.metadata(), links(entity));
  }

  private Map<String, Link> links(PackageEntity entity) {
    Map<String, Link> all = new LinkedHashMap<>();
    String path = "/v3/packages/" + entity.guid();
    all.put("self", links.to(path));
    if (!entity.type().equals(PackageEntity.DOCKER)) {
      all.put("upload", links.to(path + "/upload", "POST"));
      all.put("download", links.to(path + "/download"));
    }
    all.put("app", links.to("/v3/apps/" + entity.appGuid()));
    return all;
  }
}
