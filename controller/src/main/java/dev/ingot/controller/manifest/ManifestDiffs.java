package dev.ingot.controller.manifest;

import dev.ingot.api.manifest.ManifestDiff;
import dev.ingot.controller.app.AppFeatures;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Says what applying a manifest to a space would change. */
@Service
@Transactional(readOnly = true)
public class ManifestDiffs {
  private final AppRepository apps;
  private final AppManifest manifests;
  private final Access access;

  ManifestDiffs(AppRepository apps, AppManifest manifests, Access access) {
    this.apps = apps;
    this.manifests = manifests;
    this.access = access;
  }

  /** The changes in the manifest's order. @throws ManifestException for a manifest that could not be applied */
  public ManifestDiff of(String spaceGuid, String yaml) {
    access.space(Permission.WRITE_APP, spaceGuid, "Space");
    ManifestParser.parse(yaml);
    List<ManifestDiff.Change> changes = new ArrayList<>();
    Map<?, ?> document = (Map<?, ?>) java.util.Objects.requireNonNull(SafeYaml.read(yaml));
    List<?> applications = (List<?>) java.util.Objects.requireNonNull(document.get("applications"));
    for (int i = 0; i < applications.size(); i++) {
      Map<?, ?> wanted = (Map<?, ?>) applications.get(i);
      AppEntity app = apps.findBySpaceGuidAndName(spaceGuid, String.valueOf(wanted.get("name"))).orElse(null);
      changes.addAll(Differences.of("/applications/" + i, current(app), wanted));
    }
    return new ManifestDiff(changes);
  }

  private @Nullable Map<String, Object> current(@Nullable AppEntity app) {
    if (app == null) {
      return null;
    }
    Map<String, Object> current = new LinkedHashMap<>(manifests.of(app));
    current.put("lifecycle", app.lifecycleType());
    Map<String, Object> features = new LinkedHashMap<>();
    Arrays.stream(AppFeatures.values()).forEach(feature -> features.put(feature.label(), feature.enabled(app)));
    current.put("features", features);
    if (!current.containsKey("routes")) {
      current.put("no-route", true);
    }
    if (current.get("processes") instanceof List<?> processes) {
      processes.stream().filter(one -> one instanceof Map<?, ?> map && "web".equals(map.get("type"))).findFirst()
          .ifPresent(web -> ((Map<?, ?>) web).forEach((key, value) -> current.put(String.valueOf(key), value)));
    }
    return current;
  }
}
