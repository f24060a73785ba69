package dev.ingot.controller.manifest;

import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessEntity.Check;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.route.Destinations;
import dev.ingot.controller.route.db.DestinationEntity;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteEntity;
import dev.ingot.controller.route.db.RouteRepository;
import dev.ingot.controller.sidecar.Sidecars;
import dev.ingot.controller.sidecar.db.SidecarEntity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes down what an app is, as a manifest that would make the same app. */
@Service
@Transactional(readOnly = true)
public class AppManifest {
  private final AppFinder finder;
  private final ProcessRepository processes;
  private final Sidecars sidecars;
  private final DropletRepository droplets;
  private final RouteRepository routes;
  private final Destinations destinations;
  private final RouteDomains domains;
  private final ManifestServices services;
  private final AppJournal journal;

  AppManifest(AppFinder finder, ProcessRepository processes, Sidecars sidecars, DropletRepository droplets, RouteRepository routes,
      Destinations destinations, RouteDomains domains, ManifestServices services, AppJournal journal) {
    this.finder = finder;
    this.processes = processes;
    this.sidecars = sidecars;
    this.droplets = droplets;
    this.routes = routes;
    this.destinations = destinations;
    this.domains = domains;
    this.services = services;
    this.journal = journal;
  }

  /** The YAML text, environment included: for those who may see secrets. */
  @Transactional
  public String yaml(String appGuid) {
    AppEntity app = finder.require(appGuid, Permission.READ_SECRETS);
    journal.event("audit.app.environment.show", app, Map.of());
    return SafeYaml.write(Map.of("applications", List.of(of(app))));
  }

  /** The app as one entry of `applications`; keys in the order people read. */
  Map<String, Object> of(AppEntity app) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", app.name());
    put(map, "lifecycle", app.lifecycleType().equals("buildpack") ? null : app.lifecycleType());
    put(map, "docker", docker(app));
    put(map, "buildpacks", app.buildpacks().isEmpty() ? null : app.buildpacks());
    put(map, "stack", app.stack());
    put(map, "env", app.environment().isEmpty() ? null : app.environment());
    List<Object> bound = services.of(app);
    put(map, "services", bound.isEmpty() ? null : bound);
    List<Map<String, Object>> mapped = routes(app);
    put(map, "routes", mapped.isEmpty() ? null : mapped);
    put(map, "features", app.features().isEmpty() ? null : new TreeMap<>(app.features()));
    map.put("processes", processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid()).stream().filter(process -> !process.retiring())
        .map(AppManifest::process).toList());
    List<Map<String, Object>> beside = sidecars.all(app.guid()).stream().filter(one -> !one.ofBuildpack()).map(AppManifest::sidecar).toList();
    put(map, "sidecars", beside.isEmpty() ? null : beside);
    Map<String, Object> metadata = new LinkedHashMap<>();
    put(metadata, "labels", app.metadata().labels() == null || app.metadata().labels().isEmpty() ? null : app.metadata().labels());
    put(metadata, "annotations", app.metadata().annotations() == null || app.metadata().annotations().isEmpty() ? null : app.metadata().annotations());
    put(map, "metadata", metadata.isEmpty() ? null : metadata);
    return map;
  }

  private List<Map<String, Object>> routes(AppEntity app) {
    List<RouteEntity> mapped = routes.findByApp(app.guid());
    Map<String, String> names = domains.names(mapped.stream().map(RouteEntity::domainGuid).collect(Collectors.toSet()));
    Map<String, List<DestinationEntity>> targets = destinations.of(mapped);
    List<Map<String, Object>> list = new ArrayList<>();
    for (RouteEntity route : mapped) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("route", route.url(names.getOrDefault(route.domainGuid(), "")));
      targets.getOrDefault(route.guid(), List.of()).stream().filter(one -> one.appGuid().equals(app.guid())).findFirst()
          .ifPresent(one -> map.put("protocol", one.protocol()));
      put(map, "options", route.options().isEmpty() ? null : route.options());
      list.add(map);
    }
    return list;
  }

  /** The image it runs, as it was asked for. Not the password: whoever pushes it again gives that. */
  private @Nullable Map<String, Object> docker(AppEntity app) {
    DropletEntity droplet = app.dropletGuid() == null ? null : droplets.findById(app.dropletGuid()).orElse(null);
    if (droplet == null || droplet.dockerImage() == null) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("image", droplet.dockerImage());
    put(map, "username", droplet.dockerUsername());
    return map;
  }

  private static Map<String, Object> sidecar(SidecarEntity sidecar) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", sidecar.name());
    map.put("process_types", sidecar.processTypes());
    map.put("command", sidecar.command());
    put(map, "memory", sidecar.memoryMb() == null ? null : Size.ofMegabytes(sidecar.memoryMb()));
    return map;
  }

  private static Map<String, Object> process(ProcessEntity process) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", process.type());
    put(map, "command", process.command());
    map.put("instances", process.instances());
    map.put("memory", Size.ofMegabytes(process.memoryMb()));
    map.put("disk_quota", Size.ofMegabytes(process.diskMb()));
    map.put("log-rate-limit-per-second", Size.ofLogRate(process.logRateLimit()));
    check(map, "health-check", process.health());
    put(map, "timeout", process.health().timeout());
    check(map, "readiness-health-check", process.readiness());
    return map;
  }

  private static void check(Map<String, Object> map, String prefix, Check check) {
    map.put(prefix + "-type", check.type());
    put(map, prefix + "-http-endpoint", check.endpoint());
    put(map, prefix + "-invocation-timeout", check.invocationTimeout());
    put(map, prefix + "-interval", check.interval());
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
